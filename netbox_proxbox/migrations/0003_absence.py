"""What endpoints say of nodes that disappear, and what is noted of these nodes."""

import django.core.validators
import netbox_proxbox.models.absence
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0002_read_directly'),
    ]

    operations = [
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='deletion_limit',
            field=models.PositiveSmallIntegerField(db_default=30, default=netbox_proxbox.models.absence.default_deletion_limit, validators=[django.core.validators.MaxValueValidator(100)]),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='keep_readings',
            field=models.PositiveSmallIntegerField(db_default=10, default=netbox_proxbox.models.absence.default_keep_readings, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(32767)]),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='when_node_disappears',
            field=models.CharField(db_default='delete', default=netbox_proxbox.models.absence.default_when_node_disappears, max_length=20),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='deletion_confirmed',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='missing_because',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='missing_readings',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='missing_since',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
