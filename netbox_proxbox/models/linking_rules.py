"""What an endpoint says of linking its nodes and clusters by rule."""

from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from utilities.exceptions import AbortRequest

from netbox_proxbox.choices import LinkingChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.database.branching import is_in_a_branch

from .links import protect_in_main
from .synced import SyncedModel

__all__ = ('LINKING', 'RULES', 'SCOPE', 'LinkingRulesModel', 'object_of_netbox')

RULES: Final = ('link_by_name', 'link_by_short_name', 'link_by_address')
SCOPE: Final = ('link_site', 'link_location', 'link_cluster', 'link_tenant', 'link_role')
LINKING: Final = ('link_nodes', 'link_clusters', *RULES, *SCOPE)
# A role is found everywhere, so it does not tell the same private address of two sites apart.
TELLS_ADDRESSES_APART: Final = SCOPE[:-1]


def default_link_nodes() -> str:
    """Return what the plugin's settings say for new endpoints."""
    return str(current_settings()['link_nodes'])


def default_link_clusters() -> str:
    """Return what the plugin's settings say for new endpoints."""
    return str(current_settings()['link_clusters'])


def object_of_netbox(to: str, label: Any, **kwargs: Any) -> Any:
    """Return a foreign key to what an endpoint names of NetBox, which stays as long: without it, it means anything."""
    return models.ForeignKey(
        to, on_delete=protect_in_main, related_name='+', null=True, blank=True, verbose_name=label, **kwargs
    )


class LinkingRulesModel(SyncedModel):
    """Says what a sync links by itself, by which rules, and among which of NetBox's objects."""

    link_nodes = models.CharField(
        _('link nodes to devices'),
        max_length=20,
        choices=LinkingChoices,
        default=default_link_nodes,
        db_default=LinkingChoices.BY_RULE,
    )
    link_clusters = models.CharField(
        _('link clusters'),
        max_length=20,
        choices=LinkingChoices,
        default=default_link_clusters,
        db_default=LinkingChoices.BY_RULE,
        help_text=_('To the clusters of NetBox, by the rules about names'),
    )
    link_by_name = models.BooleanField(_('by the exact name'), default=True, db_default=True)
    link_by_short_name = models.BooleanField(
        _('by the name without domain'),
        default=True,
        db_default=True,
        help_text=_('In any case, and where only one side has a domain'),
    )
    link_by_address = models.BooleanField(
        _('by the IP address'),
        default=False,
        db_default=False,
        help_text=_('Primary, out-of-band or of an interface. Needs a site, location, cluster or tenant.'),
    )
    link_site = object_of_netbox('dcim.Site', _('only of the site'))
    link_location = object_of_netbox('dcim.Location', _('only of the location'), help_text=_('And of those in it'))
    link_cluster = object_of_netbox('virtualization.Cluster', _('only of the NetBox cluster'))
    link_tenant = object_of_netbox('tenancy.Tenant', _('only of the tenant'))
    link_role = object_of_netbox(
        'dcim.DeviceRole', _('only of the device role'), help_text=_('And of those below it. Clusters have none.')
    )

    objects_of_netbox: ClassVar[tuple[str, ...]] = SCOPE

    class Meta:
        abstract = True

    @property
    def may_link_by_address(self) -> bool:
        """Whether the rule is on and something tells the same address of two networks apart."""
        return self.link_by_address and self.tells_addresses_apart

    @property
    def has_scope(self) -> bool:
        """Whether the rules look at some of NetBox's objects only."""
        return any(getattr(self, f'{name}_id') for name in SCOPE)

    @property
    def tells_addresses_apart(self) -> bool:
        """Whether the scope is one in which no address is used twice."""
        return any(getattr(self, f'{name}_id') for name in TELLS_ADDRESSES_APART)

    def clean(self) -> None:
        """Refuse a rule that would find devices of other sites and tenants, and a location of another site."""
        super().clean()
        if self.link_by_address and not self.may_link_by_address:
            raise ValidationError(
                {'link_by_address': _('Say of which site, location, cluster or tenant: addresses are used repeatedly.')}
            )
        if self.link_site_id and self.link_location and self.link_location.site_id != self.link_site_id:
            raise ValidationError({'link_location': _('This location is at another site.')})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, but no object of a branch. Raises AbortRequest for one; NetBox shows its message."""
        for name in self.objects_of_netbox:
            field: Any = self._meta.get_field(name)
            if (
                self.is_edited(field.attname)
                and getattr(self, field.attname)
                and is_in_a_branch(field.related_model, type(self))
            ):
                words = format_html(gettext('{row} is kept in main: deactivate the branch to change it.'), row=self)
                raise AbortRequest(words)
        super().save(*args, **kwargs)

    def get_link_nodes_color(self) -> str | None:
        """Return the color of the badge."""
        return LinkingChoices.colors.get(self.link_nodes)

    def get_link_clusters_color(self) -> str | None:
        """Return the color of the badge."""
        return LinkingChoices.colors.get(self.link_clusters)
