"""The page of the settings: names, defaults and reasons as they stand in `ProxboxConfig`, and what each must be."""

import inspect
import re
from collections.abc import Iterable

from netbox_proxbox import ProxboxConfig
from netbox_proxbox.configuration import CHECKS

from .markdown import plain, table

__all__ = ('reasons', 'settings')

LINE = re.compile(r"^ {8}(?:# (?P<words>.+)|'(?P<name>\w+)':.*)$")
INTRO = """# Settings

In NetBox's `configuration.py`, in `PLUGINS_CONFIG['netbox_proxbox']`. None must be set; without `encryption_keys` no
secret can be saved. [Configuration](../configuration.md) says more.
"""


def settings() -> str:
    """Return the page. It is made when the site is built, so it names what the code has."""
    why = reasons(inspect.getsource(ProxboxConfig).splitlines())
    rows = [
        (f'`{name}`', f'`{default!r}`', plain(CHECKS[name](object()) or ''), plain(why[name]))
        for name, default in ProxboxConfig.default_settings.items()
    ]
    return f'{INTRO}\n{table(("setting", "default", "value", "what it is for"), rows)}'


def reasons(lines: Iterable[str]) -> dict[str, str]:
    """Return the comment above each setting. A setting without one has an empty text."""
    found, words = dict[str, str](), list[str]()
    for line in lines:
        if not (match := LINE.match(line)):
            words = []
        elif match['words']:
            words.append(match['words'])
        else:
            found[match['name']], words = ' '.join(words), []
    return found
