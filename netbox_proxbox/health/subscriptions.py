"""May the worker subscribe to what Celery tells about itself? A Redis user that is limited to a prefix may not."""

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _
from redis.exceptions import NoPermissionError

from netbox_proxbox.configuration.service_urls import place_of
from netbox_proxbox.messages import broker as places
from netbox_proxbox.messages.producer import producer

from .findings import Finding, Level
from .probing import Probe

__all__ = ('start_subscribing', 'subscriptions')

# Of events for Flower and other workers, and of Flower's questions. kombu subscribes to them as patterns, which a Redis
# user must be allowed to the letter: the pattern of a prefix does not include them.
PATTERNS = ('celeryev/*', 'celeryev/worker.*', 'celery.pidbox')


def subscriptions() -> list[Finding]:
    """Tell whether the broker lets a worker subscribe; nothing of another kind of broker.

    Nothing either of one that cannot be asked: the finding of the broker tells why.
    """
    if not places.is_redis(places.broker_url()):
        return []
    try:
        refused = _probe().result()
    except Exception:
        return []
    subject, place = _('Subscriptions'), place_of(places.broker_url())
    if not refused:
        return [Finding(subject, Level.OK, _('{place} lets a worker subscribe.').format(place=place))]
    told = _("The user of {place} may not subscribe to Celery's channels: each worker ends just after its start.")
    cure = _(
        'Allow it these patterns by name, which that of a prefix does not include: ACL SETUSER <user> {rules}. '
        'docs/configuration.md has the whole line under "A user of its own".'
    )
    return [Finding(subject, Level.ERROR, told.format(place=place), cure.format(rules=' '.join(refused)))]


def start_subscribing() -> None:
    """Try it now, so that the answer is there when it is looked at."""
    with suppress(Exception):
        _probe()


def _probe() -> Probe[list[str]]:
    connection = producer().connection_for_write()
    connection.transport  # noqa: B018  (made at the first look)
    return Probe.of(f'subscriptions {places.broker_url()}', lambda: _subscribe(connection))


def _subscribe(connection: Any) -> list[str]:
    """Subscribe as a worker does. Returns the rules that the user lacks."""
    with connection, connection.channel() as channel:
        patterns = [f'{channel.keyprefix_fanout}{name}' for name in PATTERNS]
        with channel.client.pubsub() as listener:
            try:
                listener.psubscribe(*patterns)
                for _pattern in patterns:
                    listener.parse_response()
            except NoPermissionError:
                return [f'&{channel.global_keyprefix}{pattern}' for pattern in patterns]
    return []
