"""The two packages that pip likes to exchange for others: the right django-celery-beat, and NetBox's own Django."""

import re
from importlib.metadata import PackageNotFoundError, requires, version

from django.utils.translation import gettext as _

from netbox_proxbox.health.findings import Finding, Level

__all__ = ('BEAT', 'packages')

# django-celery-beat 2.9 and older do not bear NetBox's Django; docs/dependencies.md says more.
BEAT = ('django-celery-beat-next', '2.10.0')
RIVAL = 'django-celery-beat'
EXACT_DJANGO = re.compile(r'django==([\w.]+)$', re.IGNORECASE)


def packages() -> list[Finding]:
    """Tell whether the installed ones are those that this plugin and NetBox were made for."""
    return [_beat(_installed(BEAT[0]), _installed(RIVAL)), _django(_installed('django'), _django_of_netbox())]


def _beat(ours: str | None, rival: str | None) -> Finding:
    if ours == BEAT[1] and rival is None:
        return Finding(_('django-celery-beat'), Level.OK, f'{BEAT[0]} {ours}')
    found = ', '.join(f'{name} {release}' for name, release in ((BEAT[0], ours), (RIVAL, rival)) if release)
    told = _('Installed is {found}.').format(found=found or _('none'))
    cure = _("Run 'pip uninstall {rival}' and 'pip install --force-reinstall --no-deps {ours}=={release}'.")
    return Finding(_('django-celery-beat'), Level.ERROR, told, cure.format(rival=RIVAL, ours=BEAT[0], release=BEAT[1]))


def _django(installed: str | None, wanted: str | None) -> Finding:
    if wanted is None or installed == wanted:
        return Finding(_('Django'), Level.OK, str(installed))
    told = _('Django {installed} is installed, but this NetBox needs {wanted}.')
    cure = _("Run 'pip install django=={wanted}'.").format(wanted=wanted)
    return Finding(_('Django'), Level.ERROR, told.format(installed=installed, wanted=wanted), cure)


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _django_of_netbox() -> str | None:
    """Return the release that NetBox asks for; None where NetBox was not installed as a package."""
    try:
        wanted = requires('netbox') or []
    except PackageNotFoundError:
        return None
    return next((found[1] for line in wanted if (found := EXACT_DJANGO.match(line))), None)
