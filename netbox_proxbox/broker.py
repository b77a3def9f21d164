"""Where Celery's messages and results go: NetBox's own Redis, unless another place is set."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from .configuration import current_settings

__all__ = ('broker_url', 'is_redis', 'result_backend', 'sentinel_options', 'tls_options')


def broker_url() -> str:
    """Return the broker: PROXBOX_BROKER_URL, else the plugin's `broker_url`, else NetBox's Redis for tasks."""
    return os.environ.get('PROXBOX_BROKER_URL') or current_settings()['broker_url'] or _netbox_redis()


def result_backend() -> str:
    """Return where results go: as set, else the broker if it is a Redis, else NetBox's Redis for tasks."""
    chosen = os.environ.get('PROXBOX_RESULT_BACKEND') or current_settings()['result_backend']
    if chosen:
        return str(chosen)
    return broker_url() if is_redis(broker_url()) else _netbox_redis()


def is_redis(url: str) -> bool:
    """Tell whether a URL leads to a Redis or Valkey, with TLS and Sentinel or without."""
    return urlsplit(url).scheme in ('redis', 'rediss', 'sentinel')


def sentinel_options() -> dict[str, Any]:
    """Return what kombu must know of NetBox's Sentinel; nothing without one."""
    redis: Mapping[str, Any] = settings.REDIS['tasks']
    if not redis.get('SENTINELS'):
        return {}
    return {'master_name': redis.get('SENTINEL_SERVICE', 'default')}


def tls_options() -> dict[str, Any] | None:
    """Return the TLS options for NetBox's Redis; None without TLS."""
    redis: Mapping[str, Any] = settings.REDIS['tasks']
    if not redis.get('SSL'):
        return None
    options = {'ssl_cert_reqs': 'none' if redis.get('INSECURE_SKIP_TLS_VERIFY') else 'required'}
    return options | ({'ssl_ca_certs': redis['CA_CERT_PATH']} if redis.get('CA_CERT_PATH') else {})


def _netbox_redis() -> str:
    redis: Mapping[str, Any] = settings.REDIS['tasks']
    database = current_settings()['redis_database']
    login = _login(redis)
    if sentinels := redis.get('SENTINELS'):
        return ';'.join(f'sentinel://{login}{host}:{port}/{database}' for host, port in sentinels)
    if url := redis.get('URL'):
        parts = urlsplit(str(url))
        return parts._replace(path=parts.path if parts.scheme == 'unix' else f'/{database}').geturl()
    scheme = 'rediss' if redis.get('SSL') else 'redis'
    return f'{scheme}://{login}{redis.get("HOST", "localhost")}:{redis.get("PORT", 6379)}/{database}'


def _login(redis: Mapping[str, Any]) -> str:
    user, password = quote(redis.get('USERNAME', ''), safe=''), quote(redis.get('PASSWORD', ''), safe='')
    return f'{user}:{password}@' if user or password else ''
