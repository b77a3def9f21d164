"""Runs that only say what a sync would change, and readings that wait for a decision."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0003_absence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='syncrun',
            name='netbox_proxbox_syncrun_one_active_per_endpoint',
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='held_because',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='held_decision',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='held_reading',
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='held_since',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='syncrun',
            name='applies',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='applied_by', to='netbox_proxbox.syncrun'),
        ),
        migrations.AddField(
            model_name='syncrun',
            name='is_preview',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='syncrun',
            name='plan',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='syncrun',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('queued', 'running'))), fields=('endpoint', 'is_preview'), name='netbox_proxbox_syncrun_one_active_per_endpoint'),
        ),
    ]
