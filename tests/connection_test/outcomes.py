"""What a test found, as the tests of it look at it."""

from collections.abc import Iterable

from netbox_proxbox.health.findings import Finding

__all__ = (
    'ALL_WELL',
    'BACKEND',
    'CONNECTION',
    'LOGIN',
    'METRICS',
    'REGISTRATION',
    'STATUS',
    'SUBJECTS',
    'TLS',
    'finding_of',
    'levels_of',
    'only',
)

# Of the test of an endpoint, in their order.
BACKEND, REGISTRATION, CONNECTION, TLS, LOGIN, STATUS, METRICS = (
    'Backend',
    'Registration',
    'Connection to Proxmox VE',
    'TLS of Proxmox VE',
    'Login',
    'Cluster status',
    'Metrics of nodes',
)
SUBJECTS = (BACKEND, REGISTRATION, CONNECTION, TLS, LOGIN, STATUS, METRICS)
ALL_WELL = dict.fromkeys(SUBJECTS, 'ok')


def levels_of(findings: Iterable[Finding]) -> dict[str, str]:
    """The level of each subject."""
    return {finding.subject: finding.level.value for finding in findings}


def finding_of(subject: str, findings: Iterable[Finding]) -> Finding:
    """The only finding about a subject."""
    (found,) = (finding for finding in findings if finding.subject == subject)
    return found


def only(failing: str, *working: str) -> dict[str, str]:
    """The levels when one subject fails, these work, and the others were not tried."""
    return {**dict.fromkeys(SUBJECTS, 'not-tried'), **dict.fromkeys(working, 'ok'), failing: 'error'}
