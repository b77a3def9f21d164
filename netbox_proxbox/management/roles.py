"""Three ready roles as groups of NetBox's users; `docs/security.md` has the same table."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.models import ObjectType
from django.db import transaction
from users.models import Group, ObjectPermission

__all__ = ('ROLES', 'Role', 'make')

APP = 'netbox_proxbox'
SOURCES, READ = ('proxboxbackend', 'proxmoxendpoint'), ('proxmoxcluster', 'proxmoxnode')
EVERYTHING = (*SOURCES, *READ, 'syncrun')


@dataclass(frozen=True, slots=True)
class Role:
    """A group with a permission for each entry of `grants`: what may be done, with which models."""

    group: str
    description: str
    grants: Mapping[tuple[str, ...], tuple[str, ...]]


ROLES = (
    Role('ProxBox viewers', 'See all of ProxBox', {('view',): EVERYTHING}),
    Role(
        'ProxBox operators',
        'See all of ProxBox, sync, and link clusters and nodes',
        {('view',): EVERYTHING, ('sync',): ('proxmoxendpoint',), ('change',): READ},
    ),
    Role(
        'ProxBox administrators',
        'Do everything in ProxBox',
        {
            ('view',): EVERYTHING,
            ('sync',): ('proxmoxendpoint',),
            ('add', 'change'): (*SOURCES, *READ),
            ('delete',): EVERYTHING,
        },
    ),
)


@transaction.atomic
def make(role: Role) -> bool:
    """Make a role, or give one that is there what it lacks. Returns whether its group is new.

    Its permissions get their actions and object types anew; members, constraints and other permissions stay.
    """
    group, is_new = Group.objects.get_or_create(name=role.group, defaults={'description': role.description})
    for actions, models in role.grants.items():
        group.object_permissions.add(_permission(f'{role.group}: {", ".join(actions)}', actions, models))
    return is_new


def _permission(name: str, actions: tuple[str, ...], models: tuple[str, ...]) -> ObjectPermission:
    permission = ObjectPermission.objects.filter(name=name).first() or ObjectPermission(name=name)
    permission.actions = list(actions)
    permission.save()
    permission.object_types.set([ObjectType.objects.get_by_natural_key(APP, model) for model in models])
    return permission
