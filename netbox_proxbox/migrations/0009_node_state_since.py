from django.db import migrations, models


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
