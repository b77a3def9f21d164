from django.db import migrations

import netbox_proxbox.fields

# Our rows are in main only: branches of netbox-branching have nothing to migrate.
fake_on_branch = True


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0004_cpu_usage_limits'),
    ]

    operations = [
        # Forms and the REST API ask for it: the database has nothing to change.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='proxboxbackend',
                    name='api_key',
                    field=netbox_proxbox.fields.SecretField(default='', editable=False),
                ),
            ],
        ),
    ]
