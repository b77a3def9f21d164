from django.db import migrations, models

# Our rows are in main only: branches of netbox-branching have nothing to migrate.
fake_on_branch = True


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0008_links_in_branches'),
    ]

    operations = [
        migrations.AddField(
            model_name='proxmoxnode',
            name='offline_since',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='online_since',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
