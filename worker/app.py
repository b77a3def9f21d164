"""The Celery application, inside NetBox's Django. Start it with `celery -A worker.app worker`."""

import os

import django
from celery import Celery

from . import liveness

__all__ = ('app',)

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'netbox.settings')
django.setup()

app = Celery('netbox-proxbox', include=['worker.tasks', 'worker.heartbeats', 'worker.database'])
app.config_from_object('celeryconfig')
liveness.keep_fresh()
