"""The findings of a connection test in as few lines as they are worth. Pure."""

from collections.abc import Sequence

from netbox_proxbox.findings import Finding, Level, worst_of

__all__ = ('condensed',)


def condensed(name: str, findings: Sequence[Finding], *, told: int) -> list[Finding]:
    """Return a finding for each problem; without any, one that says what the last `told` of them say."""
    problems = [finding for finding in findings if finding.level in (Level.WARNING, Level.ERROR)]
    if problems:
        return [Finding(f'{name}: {one.subject}', one.level, one.summary, one.cure) for one in problems]
    summary = ' '.join(finding.summary for finding in findings[-told:])
    return [Finding(name, worst_of(findings), summary)]
