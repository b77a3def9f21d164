"""The Celery application, inside NetBox's Django. Start it with `celery -A worker.app worker`."""

import os
from typing import Any

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'netbox.settings')

import django
from celery import Celery
from celery.signals import setup_logging

django.setup()

app = Celery('netbox-proxbox', include=['worker.tasks'])
app.config_from_object('celeryconfig')


@setup_logging.connect
def keep_log_settings(**kwargs: Any) -> None:
    """Leave logging as it was set up: with a receiver, Celery does not configure it."""
