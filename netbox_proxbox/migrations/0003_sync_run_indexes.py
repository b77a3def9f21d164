from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0002_heartbeat_and_overdue_at'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='syncrun',
            index=models.Index(fields=['-requested_at', '-id'], name='netbox_proxbox_run_newest'),
        ),
        migrations.AddIndex(
            model_name='syncrun',
            index=models.Index(fields=['endpoint', '-requested_at', '-id'], name='netbox_proxbox_run_of_endpoint'),
        ),
        migrations.AddIndex(
            model_name='syncrun',
            index=models.Index(fields=['ended_at'], name='netbox_proxbox_run_ended'),
        ),
    ]
