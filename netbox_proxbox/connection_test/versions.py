"""Which versions of proxbox-api are good enough. Pure."""

import re

from django.utils.translation import gettext as _

from netbox_proxbox.health.findings import Level

__all__ = ('version_finding',)

# 0.0.8 lets one endpoint be asked for by its id; 0.0.23 tells in each answer which one it is about.
OLDEST_USABLE = (0, 0, 8)
OLDEST_COMPLETE = (0, 0, 23)
# Bounded, for Python makes no number of a text of any length.
RELEASE = re.compile(r'v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?!\d)')


def version_finding(version: str) -> tuple[Level, str, str]:
    """Return how good a version is, with a summary and a cure."""
    found = RELEASE.match(version)
    if found is None:
        return Level.WARNING, _('{version}, which is no version known here.').format(version=version), _update()
    release = tuple(map(int, found.groups()))
    if release < OLDEST_USABLE:
        return Level.ERROR, _('{version}, which is too old to be read.').format(version=version), _update()
    if release < OLDEST_COMPLETE:
        told = _('{version}: its answers do not tell which endpoint they are about, and its errors say little.')
        return Level.WARNING, told.format(version=version), _update()
    return Level.OK, version, ''


def _update() -> str:
    return _('Update proxbox-api to 0.0.23 or later.')
