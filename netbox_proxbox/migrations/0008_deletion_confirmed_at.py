"""When a deletion was confirmed, since a reading that began before that does not carry it out."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0007_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='proxmoxnode',
            name='deletion_confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
