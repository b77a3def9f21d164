"""Object permissions and saved filters that were made for the fields of upstream's models."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldError, ValidationError
from extras.models import SavedFilter
from users.constants import CONSTRAINT_TOKEN_USER
from users.models import ObjectPermission
from utilities.permissions import qs_filter_from_constraints

from netbox_proxbox import filtersets
from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .keeping import keep_rows
from .kinds import Kind

__all__ = ('permissions_left', 'take_permissions_away', 'unlike_filters')

FILTERSETS: Mapping[Kind, Any] = {
    ProxboxBackend: filtersets.ProxboxBackendFilterSet,
    ProxmoxEndpoint: filtersets.ProxmoxEndpointFilterSet,
    ProxmoxCluster: filtersets.ProxmoxClusterFilterSet,
    ProxmoxNode: filtersets.ProxmoxNodeFilterSet,
}
NOT_A_CONSTRAINT = (FieldError, ValidationError, ValueError, TypeError)


def permissions_left(kinds: dict[int, Kind]) -> dict[int, str]:
    """Return, by its key and name, each permission whose constraints our models cannot be asked for."""
    permissions = ObjectPermission.objects.filter(object_types__in=kinds).prefetch_related('object_types').distinct()
    return {permission.pk: permission.name for permission in permissions if _kinds_refused(permission, kinds)}


def take_permissions_away(kinds: dict[int, Kind]) -> None:
    """Let these permissions no longer be about our models: NetBox could not tell what they allow."""
    through = ObjectPermission.object_types.through
    for permission in ObjectPermission.objects.filter(pk__in=permissions_left(kinds)):
        refused = _kinds_refused(permission, kinds)
        rows = through._default_manager.filter(objectpermission=permission, contenttype__in=refused)
        keep_rows(through._meta.db_table, list(rows.values_list('pk', flat=True)))


def unlike_filters(kinds: dict[int, Kind]) -> Iterator[str]:
    """Yield, by its name, each saved filter with parameters that our lists do not have and so would pass over."""
    for saved in SavedFilter.objects.filter(object_types__in=kinds).prefetch_related('object_types').distinct():
        ours = [kinds[object_type.pk] for object_type in saved.object_types.all() if object_type.pk in kinds]
        asked = {name for name in saved.parameters if not name.startswith('cf_')}
        if any(asked - _parameters_of(kind) for kind in ours):
            yield saved.name


def _parameters_of(kind: Kind) -> set[str]:
    return set(FILTERSETS[kind].get_filters())


def _kinds_refused(permission: ObjectPermission, kinds: dict[int, Kind]) -> list[int]:
    about = [object_type.pk for object_type in permission.object_types.all() if object_type.pk in kinds]
    return [key for key in about if not _can_be_asked(kinds[key], permission.list_constraints())]


def _can_be_asked(kind: Kind, constraints: list[Any]) -> bool:
    """Tell whether a query can be made of constraints: they are made of names of fields."""
    try:
        str(kind._default_manager.filter(qs_filter_from_constraints(constraints, {CONSTRAINT_TOKEN_USER: 0})).query)
    except EmptyResultSet:
        return True
    except NOT_A_CONSTRAINT:
        return False
    return True
