"""Endpoints that are read directly from Proxmox VE, without a backend."""

import django.contrib.postgres.fields
import django.db.models.deletion
import netbox_proxbox.models.direct
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0001_clusters_and_nodes'),
    ]

    operations = [
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='ca_certificate',
            field=models.TextField(blank=True, db_default='', default='', validators=[netbox_proxbox.models.direct.validate_ca_certificate]),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='details_read_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='failures',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='further_addresses',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=262), blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='last_address',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=262),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='members',
            field=models.JSONField(blank=True, db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='members_read_as',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='pause_cause',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='paused_until',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='pve_version',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=50),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='root_ca',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=95),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='tls_fingerprint',
            field=models.CharField(blank=True, db_default='', default='', max_length=255),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='use_other_members',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='disk_usage',
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='max_disk',
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='proxmoxnode',
            name='pve_version',
            field=models.CharField(blank=True, db_default='', default='', max_length=50),
        ),
        migrations.AlterField(
            model_name='proxboxbackend',
            name='failures',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AlterField(
            model_name='proxboxbackend',
            name='pause_cause',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        migrations.AlterField(
            model_name='proxmoxendpoint',
            name='backend',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='netbox_proxbox.proxboxbackend'),
        ),
    ]
