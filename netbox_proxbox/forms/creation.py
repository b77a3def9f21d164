"""What an endpoint creates in NetBox where its rules find nothing, in its forms."""

from typing import Final

from dcim.choices import DeviceStatusChoices
from dcim.models import DeviceRole, DeviceType, Location, Platform, Site
from django import forms
from django.utils.translation import gettext_lazy as _
from extras.models import Tag
from netbox.forms import NetBoxModelImportForm
from tenancy.models import Tenant
from utilities.forms import add_blank_choice
from utilities.forms.fields import CSVChoiceField, CSVModelMultipleChoiceField, DynamicModelMultipleChoiceField
from utilities.forms.rendering import FieldSet
from virtualization.models import ClusterGroup, ClusterType

from netbox_proxbox.models.creation import CREATION

from .fields import named, one_of, truth

__all__ = ('CREATION_ROWS', 'CreationBulkEditMixin', 'CreationFields', 'CreationImportMixin')

CREATION_ROWS: Final = FieldSet(*CREATION, name=_('Create What Is Missing'), html_id='create-missing')


class CreationFields(forms.Form):
    """With what it is created."""

    create_site = one_of(Site, _('Create at the site'))
    create_location = one_of(Location, _('Create at the location'), query_params={'site_id': '$create_site'})
    create_tenant = one_of(Tenant, _('Create for the tenant'))
    create_role = one_of(DeviceRole, _('Device role'))
    create_device_type = one_of(DeviceType, _('Device type'))
    create_platform = one_of(Platform, _('Platform'))
    create_cluster_type = one_of(ClusterType, _('Cluster type'))
    create_cluster_group = one_of(ClusterGroup, _('Cluster group'))
    create_tags = DynamicModelMultipleChoiceField(queryset=Tag.objects.all(), required=False, label=_('Add the tags'))


class CreationImportMixin(NetBoxModelImportForm):
    """The columns of an import. A device type is named by its slug, for several makers may use one model name."""

    create_site = named(Site)
    create_location = named(Location)
    create_tenant = named(Tenant)
    create_role = named(DeviceRole)
    create_device_type = named(DeviceType, 'slug')
    create_platform = named(Platform)
    create_status = CSVChoiceField(choices=DeviceStatusChoices, required=False)
    create_cluster_type = named(ClusterType)
    create_cluster_group = named(ClusterGroup)
    create_tags = CSVModelMultipleChoiceField(queryset=Tag.objects.all(), required=False, to_field_name='slug')


class CreationBulkEditMixin(CreationFields):
    """The same for many endpoints."""

    create_status = forms.ChoiceField(
        choices=add_blank_choice(DeviceStatusChoices), required=False, label=_('Device status')
    )
    create_interface = truth(_('With a management interface'))
    create_in_cluster = truth(_('As hosts of the NetBox cluster'))
    follow_status = truth(_('Active while online, else offline'))
