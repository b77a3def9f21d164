"""Where Celery's messages and results go: NetBox's own Redis, unless another place is set."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.conf import settings

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.configuration.service_urls import ON_REDIS, is_readable, scheme_of

__all__ = ('broker_url', 'is_redis', 'result_backend', 'sentinel_options', 'tls_options')

# Seconds, where NetBox has no `SENTINEL_TIMEOUT`. A Sentinel answers at once, or the next one is asked, which knows as
# much. Left to itself, redis-py asks one whose host is down for twenty and more, and each new connection waits for it.
SENTINEL_TIMEOUT = 0.6


def broker_url() -> str:
    """Return the broker: PROXBOX_BROKER_URL, else the plugin's `broker_url`, else NetBox's Redis for tasks."""
    return os.environ.get('PROXBOX_BROKER_URL') or current_settings()['broker_url'] or _netbox_url()


def result_backend() -> str:
    """Return where results go: as set, else the broker if it is a Redis, else NetBox's Redis for tasks."""
    chosen = os.environ.get('PROXBOX_RESULT_BACKEND') or current_settings()['result_backend']
    if chosen:
        return str(chosen)
    return broker_url() if is_redis(broker_url()) else _netbox_url()


def is_redis(url: str) -> bool:
    """Tell whether a URL leads to a Redis or Valkey: over TCP, TLS, a Unix socket or Sentinel."""
    return scheme_of(url) in (*ON_REDIS, 'sentinel')


def sentinel_options(url: str) -> dict[str, Any]:
    """Return what Celery must know of NetBox's Sentinel; nothing for any other place."""
    if url != _netbox_url() or not _netbox_redis().get('SENTINELS'):
        return {}
    timeout = _netbox_redis().get('SENTINEL_TIMEOUT', SENTINEL_TIMEOUT)
    return {
        'master_name': _netbox_redis().get('SENTINEL_SERVICE', 'default'),
        'sentinel_kwargs': {'socket_connect_timeout': timeout, 'socket_timeout': timeout, 'retry': None},
    }


def tls_options(url: str) -> dict[str, Any] | None:
    """Return the TLS options for a broker or a store of results; None without TLS.

    Options in the query of a Redis URL win over these. For RabbitMQ the authorities are those of the system. NetBox
    itself speaks no TLS with a Redis that Sentinels name.
    """
    if scheme_of(url) == 'amqps':
        # That of the URL: py-amqp checks no name unless it is told to (amqp 5.3, `_wrap_socket_sni`).
        return {'server_hostname': None}
    redis = _netbox_redis() if url == _netbox_url() else {}
    if redis.get('SENTINELS') or not (redis.get('SSL') or scheme_of(url) == 'rediss'):
        return None
    options = {'ssl_cert_reqs': 'none' if redis.get('INSECURE_SKIP_TLS_VERIFY') else 'required'}
    options |= {'ssl_ca_certs': redis['CA_CERT_PATH']} if redis.get('CA_CERT_PATH') else {}
    return options | _of_tls(redis.get('KWARGS', {}))


def _netbox_redis() -> Mapping[str, Any]:
    redis: Mapping[str, Any] = settings.REDIS['tasks']
    return redis


def _netbox_url() -> str:
    """Return NetBox's Redis for tasks in the words of Celery, with the database that is ours."""
    redis, database = _netbox_redis(), current_settings()['redis_database']
    if sentinels := redis.get('SENTINELS'):
        return ';'.join(f'sentinel://{_login(redis)}{_host(host)}:{port}/{database}' for host, port in sentinels)
    if url := redis.get('URL'):
        return _in_database(str(url), database)
    scheme = 'rediss' if redis.get('SSL') else 'redis'
    return f'{scheme}://{_login(redis)}{_host(redis.get("HOST", "localhost"))}:{redis.get("PORT", 6379)}/{database}'


def _in_database(url: str, database: int) -> str:
    """Return a URL of redis-py as one of Celery, which names databases of Unix sockets in another way.

    One that cannot be read is left as it is: a part of it would lead elsewhere, or show a part of its password. Of what
    redis-py takes from the query, Celery knows the options of TLS alone.
    """
    if not is_readable(url):
        return url
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    login = '' if '@' in parts.netloc else _login({key.upper(): value for key, value in query.items()})
    place = f'{login}{parts.netloc}'
    if parts.scheme == 'unix':
        return f'redis+socket://{place}{parts.path}?virtual_host={database}'
    return parts._replace(netloc=place, path=f'/{database}', query=urlencode(_of_tls(query))).geturl()


def _of_tls(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name.startswith('ssl_')}


def _login(redis: Mapping[str, Any]) -> str:
    user, password = (quote(redis.get(key) or '', safe='') for key in ('USERNAME', 'PASSWORD'))
    return f'{user}:{password}@' if user or password else ''


def _host(name: str) -> str:
    return f'[{name}]' if ':' in name else name
