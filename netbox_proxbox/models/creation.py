"""What an endpoint says of the devices and clusters that its syncs create in NetBox, and under whose permissions."""

from collections.abc import Iterable
from typing import Any, Final

from dcim.choices import DeviceStatusChoices
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from netbox.context import current_request

from netbox_proxbox.choices import LinkingChoices

from .directly_read import ADDRESSES
from .linking_rules import LINKING, SCOPE, LinkingRulesModel, object_of_netbox

__all__ = ('CREATED_WITH', 'CREATION', 'LINKING_COLUMNS', 'CreationModel', 'note_who_tags')

CREATED_WITH: Final = (
    *('create_site', 'create_location', 'create_tenant'),
    *('create_role', 'create_device_type', 'create_platform', 'create_cluster_type', 'create_cluster_group'),
)
CREATION: Final = (
    *CREATED_WITH,
    *('create_status', 'create_tags', 'create_interface', 'create_in_cluster', 'follow_status'),
)
LINKING_COLUMNS: Final = tuple(
    f'{name}_id' if name in (*SCOPE, *CREATED_WITH) else name for name in (*LINKING, *CREATION) if name != 'create_tags'
)
NEEDED: Final = {
    'link_nodes': (('create_site', 'create_location'), ('create_role',), ('create_device_type',)),
    'link_clusters': (('create_cluster_type',),),
}


class CreationModel(LinkingRulesModel):
    """Says what is created where a rule finds nothing. `creation_user` is who has last changed what is linked or
    created, or where it is read: their permissions hold for it.
    """

    create_site = object_of_netbox('dcim.Site', _('create at the site'))
    create_location = object_of_netbox('dcim.Location', _('create at the location'))
    create_tenant = object_of_netbox('tenancy.Tenant', _('create for the tenant'))
    create_role = object_of_netbox('dcim.DeviceRole', _('device role'))
    create_device_type = object_of_netbox('dcim.DeviceType', _('device type'))
    create_platform = object_of_netbox('dcim.Platform', _('platform'))
    create_status = models.CharField(
        _('device status'),
        max_length=50,
        choices=DeviceStatusChoices,
        default=DeviceStatusChoices.STATUS_ACTIVE,
        db_default=DeviceStatusChoices.STATUS_ACTIVE,
    )
    create_cluster_type = object_of_netbox('virtualization.ClusterType', _('cluster type'))
    create_cluster_group = object_of_netbox('virtualization.ClusterGroup', _('cluster group'))
    create_tags = models.ManyToManyField('extras.Tag', related_name='+', blank=True, verbose_name=_('add the tags'))
    create_interface = models.BooleanField(
        _('with a management interface'),
        default=False,
        db_default=False,
        help_text=_('That has the address of the node, as the primary IP address of the device'),
    )
    create_in_cluster = models.BooleanField(
        _('as hosts of the NetBox cluster'),
        default=False,
        db_default=False,
        help_text=_('The one that the Proxmox cluster is linked to. It must be of the same site, or of none.'),
    )
    follow_status = models.BooleanField(
        _('active while online, else offline'),
        default=False,
        db_default=False,
        help_text=_('The status of devices that syncs have created, until a person sets another one'),
    )
    creation_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name='+',
        null=True,
        blank=True,
        editable=False,
        verbose_name=_('set up by'),
    )

    objects_of_netbox = (*SCOPE, *CREATED_WITH)

    class Meta:
        abstract = True

    @property
    def creates_devices(self) -> bool:
        """Whether devices are created for nodes that no rule finds one for."""
        return self.link_nodes == LinkingChoices.CREATE

    @property
    def creates_clusters(self) -> bool:
        """Whether clusters are created for those that no rule finds one for."""
        return self.link_clusters == LinkingChoices.CREATE

    def lacks(self, setting: str) -> list[str]:
        """Return the fields that have to be set for the creation that a field asks for, and are not."""
        named = (alternatives for alternatives in NEEDED[setting])
        return [first for first, *others in named if not any(getattr(self, f'{name}_id') for name in (first, *others))]

    def clean(self) -> None:
        """Refuse a creation that cannot be, or that would not be in the scope of the rules."""
        super().clean()
        asked = [setting for setting in NEEDED if getattr(self, setting) == LinkingChoices.CREATE]
        if lacking := [name for setting in asked for name in self.lacks(setting)]:
            raise ValidationError({name: _('Needed for what is to be created.') for name in lacking})
        location = self.create_location
        if location and self.create_site_id and location.site_id != self.create_site_id:
            raise ValidationError({'create_location': _('This location is at another site.')})
        if self.creates_devices or self.creates_clusters:
            self._refuse_what_is_out_of_scope()

    def _refuse_what_is_out_of_scope(self) -> None:
        """What the rules do not see once it is there could be created again."""
        site_id = self.create_site_id or (self.create_location and self.create_location.site_id)
        wrong = {
            'create_site': self.link_site_id not in (None, site_id),
            'create_tenant': self.link_tenant_id not in (None, self.create_tenant_id),
            'create_location': not _is_within(self.create_location, self.link_location),
            'create_role': self.creates_devices and not _is_within(self.create_role, self.link_role),
            'link_cluster': self.link_cluster_id is not None,
        }
        message = _('The rules look elsewhere only: what is created would not be found by them.')
        if found := {name: message for name, is_wrong in wrong.items() if is_wrong}:
            raise ValidationError(found)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and note who has changed what is linked or created."""
        named = kwargs.get('update_fields')
        if (user := _editor()) and self._changes_creation(named):
            self.creation_user = user
            kwargs['update_fields'] = None if named is None else {*named, 'creation_user'}
        super().save(*args, **kwargs)

    def _changes_creation(self, update_fields: Iterable[str] | None) -> bool:
        saved = {*LINKING_COLUMNS, 'backend_id', *ADDRESSES}
        if update_fields is not None:
            saved &= self.columns_of(update_fields)
        return any(self.is_edited(name) for name in saved)

    def get_create_status_color(self) -> str | None:
        """Return the color of the badge."""
        return DeviceStatusChoices.colors.get(self.create_status)


def note_who_tags(instance: CreationModel, action: str, *, reverse: bool = False, **_: Any) -> None:
    """Note who has changed the tags, as a receiver of `m2m_changed`."""
    if action in ('post_add', 'post_remove', 'post_clear') and not reverse and (user := _editor()):
        instance.creation_user = user
        type(instance)._default_manager.filter(pk=instance.pk).update(creation_user=user)


def _editor() -> Any:
    request = current_request.get()
    user = getattr(request, 'user', None)
    return user if user is not None and user.is_authenticated else None


def _is_within(found: Any, scope: Any) -> bool:
    """Tell whether a location or role is that of the scope, or below it."""
    if scope is None:
        return True
    return found is not None and scope.get_descendants(include_self=True).filter(pk=found.pk).exists()
