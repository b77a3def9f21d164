"""Events that people are told of: an outbox, and how many syncs of an endpoint failed in a row."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('netbox_proxbox', '0006_create_what_is_missing'),
    ]

    operations = [
        migrations.AddField(
            model_name='proxmoxendpoint',
            name='failed_runs',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name='OutboxEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('event_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('event_type', models.CharField(max_length=50)),
                ('object_id', models.PositiveBigIntegerField()),
                ('endpoint_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('run_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('payload', models.JSONField(default=dict)),
                ('created', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('told', models.JSONField(blank=True, default=list)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('object_type', models.ForeignKey(on_delete=django.db.models.deletion.DB_CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'outbox event',
                'verbose_name_plural': 'outbox events',
                'ordering': ('pk',),
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['id'], name='netbox_proxbox_event_unsent'), models.Index(fields=['endpoint_id', 'created'], name='netbox_proxbox_event_endpoint'), models.Index(fields=['event_type', 'created'], name='netbox_proxbox_event_of_type')],
            },
        ),
    ]
