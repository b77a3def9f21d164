"""Is Flower where the links to it lead?"""

import requests
from django.utils.translation import gettext as _

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.health.findings import Finding, Level

__all__ = ('flower',)

SECONDS = 2.0


def flower() -> list[Finding]:
    """Tell whether anything answers at `flower_url`, be it with the question for a login."""
    url = current_settings()['flower_url']
    if not url:
        return [Finding('Flower', Level.OK, _('flower_url is not set, so runs show no link to it.'))]
    try:
        status = requests.get(url, timeout=SECONDS, allow_redirects=False).status_code
    except (requests.RequestException, OSError, UnicodeError):
        status = None
    if status is not None and status < 500:
        return [Finding('Flower', Level.OK, _('flower_url answers.'))]
    told = _('Nothing answers at flower_url.') if status is None else _('flower_url answers with status {status}.')
    cure = _('Start it (celery -A worker.app flower), or correct flower_url; syncs do not need it.')
    return [Finding('Flower', Level.WARNING, told.format(status=status), cure)]
