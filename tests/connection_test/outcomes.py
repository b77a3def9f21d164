"""What a test found, as the tests of it look at it."""

from collections.abc import Iterable

from netbox_proxbox.health.findings import Finding

__all__ = ('finding_of', 'levels_of')


def levels_of(findings: Iterable[Finding]) -> dict[str, str]:
    """The level of each subject."""
    return {finding.subject: finding.level.value for finding in findings}


def finding_of(subject: str, findings: Iterable[Finding]) -> Finding:
    """The only finding about a subject."""
    (found,) = (finding for finding in findings if finding.subject == subject)
    return found
