from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('netbox_proxbox', '0005_api_key_is_required'),
    ]

    operations = [
        migrations.AddField(
            model_name='syncrun',
            name='events',
            field=models.CharField(blank=True, db_default='', max_length=10),
        ),
    ]
