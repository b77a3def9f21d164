"""The Celery application, inside NetBox's Django. Start it with `celery -A worker.app worker`."""

import logging
import os
from pathlib import Path

import django
from celery import Celery

from . import liveness

__all__ = ('app', 'tell_of_strangers')

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'netbox.settings')
# Flower, which is started with this module, too, would not miss its options, and serve anybody.
os.environ.setdefault('FLOWER_CONF', str(Path(__file__).with_name('flowerconfig.py')))
django.setup()

_logger = logging.getLogger(__name__)


def tell_of_strangers() -> None:
    """Say it before their configuration is read: what follows from it would not name them."""
    from netbox_proxbox.configuration import top_level

    for told in top_level.strangers():
        _logger.error('%s %s', told, top_level.cure())


tell_of_strangers()
app = Celery('netbox-proxbox', include=['worker.tasks', 'worker.heartbeats', 'worker.database'])
app.config_from_object('celeryconfig')
liveness.keep_fresh()
