"""Devices and clusters that syncs create in NetBox where no rule finds one."""
import django.db.models.deletion
import netbox_proxbox.models.links
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dcim', '0251_fix_ltree_cascade_triggers'),
        ('extras', '0144_customfield_status'),
        ('netbox_proxbox', '0005_links_by_rule'),
        ('tenancy', '0027_fix_ltree_cascade_triggers'),
        ('virtualization', '0060_consolidate_unique_constraints'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_cluster_group',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='virtualization.clustergroup'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_cluster_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='virtualization.clustertype'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_device_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='dcim.devicetype'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_in_cluster',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_interface',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_location',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='dcim.location'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_platform',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='dcim.platform'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_role',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='dcim.devicerole'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_site',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='dcim.site'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_status',
            field=models.CharField(db_default='active', default='active', max_length=50),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_tags',
            field=models.ManyToManyField(blank=True, related_name='+', to='extras.tag'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='create_tenant',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='tenancy.tenant'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='creation_user',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='follow_status',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='followed_status',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=50),
        ),
    ]
