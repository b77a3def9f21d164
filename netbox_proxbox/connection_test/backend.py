"""The test of a backend: one request, which tells of the address, TLS, the API key and the version."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netbox_proxbox.errors import (
    BackendCutOff,
    BackendError,
    BackendKeyRefused,
    BackendLockedOut,
    BackendNeedsTls,
    BackendTimeout,
    BackendTlsError,
    BackendUnreachable,
    BackendWithoutTls,
    SecretError,
)
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.health.tls_verification import risk_of_backend, uses_tls
from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.reading.backends import note_working, opened_for_a_test
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.proxbox_api.transport import usable_key

from .checklist import Checklist
from .versions import version_finding

__all__ = ('check_backend', 'check_unsaved_backend')

SECONDS = 12.0
ADDRESS, TLS, SERVICE, API_KEY, VERSION = 'address', 'tls', 'service', 'api-key', 'version'
SUBJECTS = {
    ADDRESS: gettext_lazy('Address'),
    TLS: gettext_lazy('TLS'),
    SERVICE: gettext_lazy('Service'),
    API_KEY: gettext_lazy('API key'),
    VERSION: gettext_lazy('Version'),
}
# Where the way to proxbox-api ends; of all other errors, at the service itself.
ENDS_AT: dict[type[BackendError], str] = {
    BackendUnreachable: ADDRESS,
    BackendCutOff: ADDRESS,
    BackendTimeout: ADDRESS,
    BackendTlsError: TLS,
    BackendWithoutTls: TLS,
    BackendNeedsTls: TLS,
    BackendKeyRefused: API_KEY,
    BackendLockedOut: API_KEY,
}

type Door = Callable[[], AbstractContextManager[ProxboxApi]]


def check_backend(backend: ProxboxBackend) -> list[Finding]:
    """Test a backend as it is stored. If it works, its version is noted and a pause of it ends."""
    checklist = Checklist(SUBJECTS)
    version = _look(backend, partial(opened_for_a_test, backend, seconds=SECONDS), checklist)
    if version is not None:
        note_working(backend, version)
    return checklist.findings()


def check_unsaved_backend(backend: ProxboxBackend) -> list[Finding]:
    """Test a backend as a valid form has it, which keeps a stored key from another address; nothing is noted."""
    checklist = Checklist(SUBJECTS)
    _look(backend, lambda: ProxboxApi(backend.connection(), budget=SECONDS, attempts=1), checklist)
    return checklist.findings()


def _look(backend: ProxboxBackend, door: Door, checklist: Checklist) -> str | None:
    """Ask for the version, and note how far the question came. Returns the version if there is an answer."""
    try:
        usable_key(backend.connection())
    except (BackendKeyRefused, SecretError) as error:
        checklist.failed(API_KEY, error)
        return None
    try:
        with door() as api:
            version = api.version()
    except BackendError as error:
        _note_way(backend, checklist, until=ENDS_AT.get(type(error), SERVICE))
        checklist.failed(ENDS_AT.get(type(error), SERVICE), error)
        return None
    _note_way(backend, checklist, until=VERSION)
    checklist.note(VERSION, *version_finding(version))
    return version


def _note_way(backend: ProxboxBackend, checklist: Checklist, *, until: str) -> None:
    """Note that everything before a subject works."""
    working = {
        ADDRESS: _('{url} is reached.').format(url=backend.base_url),
        TLS: _tls(backend),
        SERVICE: _('proxbox-api answers.'),
        API_KEY: _('Accepted.'),
    }
    for subject in SUBJECTS:
        if subject == until:
            return
        checklist.passed(subject, working[subject])
        if subject == TLS and (risk := risk_of_backend(backend)):
            checklist.note(TLS, risk.level, risk.summary, risk.cure)


def _tls(backend: ProxboxBackend) -> str:
    if not uses_tls(backend):
        return _('Not used: the address is one of plain HTTP, so the API key and the logins are sent unencrypted.')
    return _('Used, and its certificate is trusted.')
