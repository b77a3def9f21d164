"""URLs of brokers and of stores of results: whether they can be read, and what of them may be shown."""

import os
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

__all__ = (
    'ON_REDIS',
    'check_environment',
    'is_readable',
    'place_of',
    'problem_of_broker',
    'problem_of_results',
    'scheme_of',
)

ON_REDIS = ('redis', 'rediss', 'redis+socket')
SCHEME = re.compile(r'([a-z][a-z0-9+.-]*)://', re.IGNORECASE)
UNREADABLE = (
    'cannot be read: percent-encode what is special in its password '
    '(/ is %2F, # is %23, ? is %3F, @ is %40, ; is %3B, [ is %5B), and give its port as a number'
)
NO_STORE = 'must be one URL of a Redis or Valkey (redis://, rediss:// or redis+socket://)'
SENTINELS = (
    "cannot name Sentinels: NetBox's REDIS['tasks'] does (SENTINELS, SENTINEL_SERVICE), and the worker asks them"
)


def check_environment() -> None:
    """Raise ImproperlyConfigured naming every variable that holds no URL, or one that cannot be used; never values."""
    checks = {'PROXBOX_BROKER_URL': problem_of_broker, 'PROXBOX_RESULT_BACKEND': problem_of_results}
    found = {name: _problem_of(os.environ.get(name), problem_of) for name, problem_of in checks.items()}
    problems = [f'{name} {problem}' for name, problem in found.items() if problem]
    if problems:
        raise ImproperlyConfigured(f'In the environment: {"; ".join(problems)}.')


def scheme_of(url: str) -> str:
    """Return the scheme of a URL, also of one that cannot be read; empty without one."""
    found = SCHEME.match(url)
    return found[1].lower() if found else ''


def is_readable(urls: str) -> bool:
    """Tell whether the URLs, which a semicolon parts, mean what was meant.

    A password with an unescaped `/`, `#` or `?` ends the host too early: the rest of the login is elsewhere then.
    """
    return all(map(_is_readable, urls.split(';')))


def place_of(urls: str) -> str:
    """Return where URLs lead, without any login: it may be shown."""
    return ', '.join(map(_place_of, urls.split(';'))) if is_readable(urls) else f'{scheme_of(urls)}://…'


def problem_of_broker(urls: str) -> str:
    """Return what keeps URLs with a scheme from being used, in words that go on after their name; empty if nothing."""
    if not is_readable(urls):
        return UNREADABLE
    return SENTINELS if scheme_of(urls) == 'sentinel' else ''


def problem_of_results(url: str) -> str:
    """Return the same of the store of results, which counts for a chord what is done: a Redis does, in one place."""
    if problem := problem_of_broker(url):
        return problem
    return '' if scheme_of(url) in ON_REDIS and ';' not in url else NO_STORE


def _problem_of(value: str | None, problem_of: Callable[[str], str]) -> str:
    if not value:
        return ''
    return problem_of(value) if scheme_of(value) else 'must be a URL with a scheme'


def _is_readable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (read at the first look)
    except ValueError:
        return False
    return not any('@' in part for part in (parts.path, parts.query, parts.fragment))


def _place_of(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition('@')[2]
    return f'{parts.scheme}://{host}{parts.path}'
