from django.conf import settings
from django.db import migrations, models

from netbox_proxbox.online_migrations import AddIndexOnline


class Migration(migrations.Migration):
    # Workers write runs meanwhile, and are not to wait.
    atomic = False

    dependencies = [
        ('netbox_proxbox', '0006_sync_run_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexOnline(
            model_name='syncrun',
            index=models.Index(
                condition=models.Q(('events', ''), _negated=True), fields=['events'], name='netbox_proxbox_run_events'
            ),
        ),
    ]
