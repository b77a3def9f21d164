import django.core.validators
from django.db import migrations, models

import netbox_proxbox.models.node

# Our rows are in main only: branches of netbox-branching have nothing to migrate.
fake_on_branch = True


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0003_sync_run_indexes'),
    ]

    operations = [
        # Validators are Python's: the database has nothing to change.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='proxmoxnode',
                    name='cpu_usage',
                    field=models.FloatField(default=0.0, validators=[django.core.validators.MinValueValidator(0), netbox_proxbox.models.node.validate_finite]),
                ),
            ],
        ),
    ]
