"""The findings of a connection test in as few lines as they are worth. Pure."""

from collections.abc import Sequence

from netbox_proxbox.health.findings import Finding, Level, worst_of

__all__ = ('summarized',)


def summarized(name: str, findings: Sequence[Finding], *, shown: int) -> list[Finding]:
    """Return what the last `shown` findings say, unless there is an error, and a finding for each problem."""
    problems = [
        Finding(f'{name}: {one.subject}', one.level, one.summary, one.cure)
        for one in findings
        if one.level in (Level.WARNING, Level.ERROR)
    ]
    if worst_of(problems) is Level.ERROR:
        return problems
    well = [finding for finding in findings[-shown:] if finding.level is not Level.WARNING]
    if not well:
        return problems
    return [Finding(name, worst_of(well), ' '.join(finding.summary for finding in well)), *problems]
