from django.conf import settings
from django.db import migrations, models

from netbox_proxbox.online_migrations import AddIndexOnline


class Migration(migrations.Migration):
    # Workers write runs meanwhile, and are not to wait.
    atomic = False

    dependencies = [
        ('netbox_proxbox', '0002_heartbeat_and_overdue_at'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexOnline(
            model_name='syncrun',
            index=models.Index(fields=['-requested_at', '-id'], name='netbox_proxbox_run_newest'),
        ),
        AddIndexOnline(
            model_name='syncrun',
            index=models.Index(fields=['endpoint', '-requested_at', '-id'], name='netbox_proxbox_run_of_endpoint'),
        ),
        AddIndexOnline(
            model_name='syncrun',
            index=models.Index(fields=['ended_at'], name='netbox_proxbox_run_ended'),
        ),
    ]
