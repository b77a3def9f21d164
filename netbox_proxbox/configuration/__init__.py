"""The plugin's settings: read, and refused in words when they cannot work."""

from collections.abc import Callable, Mapping
from typing import Any

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from .service_urls import problem_of_broker, problem_of_results, scheme_of

__all__ = ('check_settings', 'current_settings')

SHORTEST_INTERVAL = 5
LONGEST_INTERVAL = 366 * 24 * 3600
# It works before NetBox does, which a setting that cannot work keeps from starting.
NEW_KEY_COMMAND = 'proxbox-generate-key'


def current_settings() -> Mapping[str, Any]:
    """Return PLUGINS_CONFIG['netbox_proxbox'] with the defaults filled in."""
    from django.conf import settings

    plugin_settings: Mapping[str, Any] = settings.PLUGINS_CONFIG['netbox_proxbox']
    return plugin_settings


def _keys(value: Any) -> str | None:
    if not isinstance(value, list | tuple):
        return 'must be a list of Fernet keys'
    for number, key in enumerate(value, start=1):
        try:
            Fernet(key)
        except (TypeError, ValueError):
            return f'holds no Fernet key at place {number}; make one with "{NEW_KEY_COMMAND}"'
    return None


def _url_or_none(value: Any) -> str | None:
    if value is None or (isinstance(value, str) and scheme_of(value)):
        return None
    return 'must be a URL with a scheme, or None'


def _service_or_none(problem_of: Callable[[str], str]) -> Callable[[Any], str | None]:
    def problem(value: Any) -> str | None:
        if told := _url_or_none(value):
            return told
        return None if value is None else problem_of(value) or None

    return problem


def _whole_number(lowest: int, highest: int | None = None) -> Callable[[Any], str | None]:
    def problem(value: Any) -> str | None:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and value >= lowest and (highest is None or value <= highest):
            return None
        return f'must be a whole number {f"of at least {lowest}" if highest is None else f"from {lowest} to {highest}"}'

    return problem


def _one_of(*values: str) -> Callable[[Any], str | None]:
    return lambda value: None if value in values else f'must be one of {", ".join(map(repr, values))}'


def _interval_or_none(value: Any) -> str | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if value is None or (is_number and SHORTEST_INTERVAL <= value <= LONGEST_INTERVAL):
        return None
    return 'must be a number of seconds from 5 to 366 days, or None'


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) and value else 'must be a text that is not empty'


CHECKS: Mapping[str, Callable[[Any], str | None]] = {
    'encryption_keys': _keys,
    'broker_url': _service_or_none(problem_of_broker),
    'result_backend': _service_or_none(problem_of_results),
    'redis_database': _whole_number(0),
    'redis_key_prefix': _text,
    'max_in_flight': _whole_number(1),
    'default_interval': _interval_or_none,
    'overdue_grace': _whole_number(1),
    'keep_runs': _whole_number(0),
    'keep_days': _whole_number(0),
    'flower_url': _url_or_none,
    'service_user': _text,
    'when_node_disappears': _one_of('delete', 'keep'),
    'keep_readings': _whole_number(1, 32767),
    'deletion_limit': _whole_number(0, 100),
    'keep_tag': _text,
    'created_tag': _text,
    'link_nodes': _one_of('off', 'by-rule'),
    'link_clusters': _one_of('off', 'by-rule'),
    'alert_after_failures': _whole_number(1),
    'flapping_limit': _whole_number(1),
}


def check_settings(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured naming every setting that is unknown or cannot work. Values are never shown."""
    problems = [f"'{name}' is not a setting of this plugin" for name in settings if name not in CHECKS]
    for name, problem_of in CHECKS.items():
        if problem := problem_of(settings[name]):
            problems.append(f"'{name}' {problem}")
    if problems:
        raise ImproperlyConfigured(f"PLUGINS_CONFIG['netbox_proxbox']: {'; '.join(problems)}.")
