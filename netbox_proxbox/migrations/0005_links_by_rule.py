"""Links that rules make, and where each link is from. Endpoints that are there already link nothing by rule."""
import netbox_proxbox.models.linking_rules
import netbox_proxbox.models.links
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dcim', '0251_fix_ltree_cascade_triggers'),
        ('netbox_proxbox', '0004_previews_and_held_readings'),
        ('tenancy', '0027_fix_ltree_cascade_triggers'),
        ('virtualization', '0060_consolidate_unique_constraints'),
    ]

    operations = [
        migrations.AddField(
            model_name='proxmoxcluster',
            name='link_candidates',
            field=models.JSONField(blank=True, db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxcluster',
            name='link_ignored',
            field=models.JSONField(blank=True, db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxcluster',
            name='link_origin',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_by_address',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_by_name',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_by_short_name',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_cluster',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='virtualization.cluster'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_clusters',
            field=models.CharField(db_default='off', default=netbox_proxbox.models.linking_rules.default_link_clusters, max_length=20),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_location',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='dcim.location'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_nodes',
            field=models.CharField(db_default='off', default=netbox_proxbox.models.linking_rules.default_link_nodes, max_length=20),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_role',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='dcim.devicerole'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_site',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='dcim.site'),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='link_tenant',
            field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.protect_in_main, related_name='+', to='tenancy.tenant'),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='link_candidates',
            field=models.JSONField(blank=True, db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='link_ignored',
            field=models.JSONField(blank=True, db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='link_origin',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='proxmoxendpoint',
            name='link_nodes',
            field=models.CharField(db_default='by-rule', default=netbox_proxbox.models.linking_rules.default_link_nodes, max_length=20),
        ),
        migrations.AlterField(
            model_name='proxmoxendpoint',
            name='link_clusters',
            field=models.CharField(db_default='by-rule', default=netbox_proxbox.models.linking_rules.default_link_clusters, max_length=20),
        ),
    ]
