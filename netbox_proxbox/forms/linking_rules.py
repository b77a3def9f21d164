"""What an endpoint links by rule, in its forms."""

from typing import Any, Final

from dcim.models import DeviceRole, Location, Site
from django import forms
from django.utils.translation import gettext_lazy as _
from netbox.forms import NetBoxModelImportForm
from tenancy.models import Tenant
from utilities.forms import add_blank_choice
from utilities.forms.fields import CSVChoiceField
from utilities.forms.rendering import FieldSet
from virtualization.models import Cluster

from netbox_proxbox.choices import LinkingChoices
from netbox_proxbox.models.creation import CREATION
from netbox_proxbox.models.linking_rules import LINKING

from .fields import named, one_of, truth

__all__ = ('LINKING_ROWS', 'LinkingBulkEditMixin', 'LinkingFormMixin', 'LinkingImportMixin')

LINKING_ROWS: Final = FieldSet(*LINKING, name=_('Links by Rule'))


class ScopeFields(forms.Form):
    """Of which of NetBox's objects the rules take notice."""

    link_site = one_of(Site, _('Only of the site'))
    link_location = one_of(
        Location, _('Only of the location'), _('And of those in it'), query_params={'site_id': '$link_site'}
    )
    link_cluster = one_of(Cluster, _('Only of the NetBox cluster'))
    link_tenant = one_of(Tenant, _('Only of the tenant'))
    link_role = one_of(DeviceRole, _('Only of the device role'), _('And of those below it. Clusters have none.'))


class LinkingFormMixin(ScopeFields, forms.ModelForm):  # type: ignore[type-arg]
    """What a form leaves out or empty, such as one that was opened before an upgrade, stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ('link_nodes', 'link_clusters', 'create_status'):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Fill in what the endpoint, or for a new one the settings, say. Such a form has none of the boxes either."""
        cleaned = super().clean() or {}
        if not any(name in cleaned and not cleaned[name] for name in ('link_nodes', 'link_clusters')):
            return cleaned | {'create_status': cleaned.get('create_status') or self.instance.create_status}
        tags = self.instance.create_tags.all() if self.instance.pk else []
        kept = {name: getattr(self.instance, name) for name in (*LINKING, *CREATION) if name != 'create_tags'}
        return {**cleaned, **kept, 'create_tags': tags}


class LinkingImportMixin(NetBoxModelImportForm):
    """The columns of an import. A name that several locations have is refused; its ID is not."""

    link_nodes = CSVChoiceField(choices=LinkingChoices, required=False)
    link_clusters = CSVChoiceField(choices=LinkingChoices, required=False)
    link_site = named(Site)
    link_location = named(Location)
    link_cluster = named(Cluster)
    link_tenant = named(Tenant)
    link_role = named(DeviceRole)


class LinkingBulkEditMixin(ScopeFields):
    """The same for many endpoints."""

    link_nodes = forms.ChoiceField(
        choices=add_blank_choice(LinkingChoices), required=False, label=_('Link nodes to devices')
    )
    link_clusters = forms.ChoiceField(
        choices=add_blank_choice(LinkingChoices), required=False, label=_('Link clusters')
    )
    link_by_name = truth(_('By the exact name'))
    link_by_short_name = truth(_('By the name without domain'))
    link_by_address = truth(_('By the IP address'))
