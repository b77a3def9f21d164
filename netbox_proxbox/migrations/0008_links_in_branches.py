from django.db import migrations, models

import netbox_proxbox.models.links

# Our rows are in main only: branches of netbox-branching have nothing to migrate.
fake_on_branch = True


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0007_sync_run_events_index'),
    ]

    operations = [
        # What the deletion of the other side does to a link is Python's: the database has nothing to change.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='proxmoxcluster',
                    name='netbox_cluster',
                    field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.set_null_in_main, related_name='proxmox_clusters', to='virtualization.cluster'),
                ),
                migrations.AlterField(
                    model_name='proxmoxnode',
                    name='netbox_device',
                    field=models.ForeignKey(blank=True, null=True, on_delete=netbox_proxbox.models.links.set_null_in_main, related_name='proxmox_nodes', to='dcim.device'),
                ),
            ],
        ),
    ]
