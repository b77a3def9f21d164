"""Does the broker keep what it was given?"""

from typing import Any

from django.utils.translation import gettext as _
from redis.exceptions import ResponseError

from netbox_proxbox.health.findings import Finding, Level
from netbox_proxbox.health.probing import Probe
from netbox_proxbox.messages import broker as places
from netbox_proxbox.messages.producer import producer

__all__ = ('redis_policy',)

GOOD = 'noeviction'


def redis_policy() -> list[Finding]:
    """Tell whether a full Redis throws keys away; nothing of another kind of broker.

    Nothing either of one that cannot be asked: the finding of the broker tells why.
    """
    if not places.is_redis(places.broker_url()):
        return []
    try:
        policy = Probe.of(f'policy {places.broker_url()}', _ask_policy).result()
    except ResponseError:
        told = _('It does not tell its maxmemory-policy, which must be {good}.').format(good=GOOD)
        return [Finding(_('Memory of Redis'), Level.NOT_TRIED, told)]
    except Exception:
        return []
    told = _('maxmemory-policy is {policy}.').format(policy=policy)
    if policy == GOOD:
        return [Finding(_('Memory of Redis'), Level.OK, told)]
    cure = _('Set maxmemory-policy to {good}: otherwise messages vanish when memory is short.').format(good=GOOD)
    return [Finding(_('Memory of Redis'), Level.WARNING, told, cure)]


def _ask_policy() -> str:
    with producer().connection_for_write() as connection:
        channel: Any = connection.default_channel
        told = channel.client.config_get('maxmemory-policy')
    policy = told.get('maxmemory-policy', told.get(b'maxmemory-policy', ''))
    return policy.decode() if isinstance(policy, bytes) else str(policy)
