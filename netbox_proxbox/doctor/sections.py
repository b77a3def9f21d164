"""What belongs together in the doctor's report."""

from dataclasses import dataclass

from netbox_proxbox.health.findings import Finding, Level, worst_of

__all__ = ('Section',)


@dataclass(frozen=True, slots=True)
class Section:
    """Findings under a title."""

    title: str
    findings: list[Finding]

    @property
    def level(self) -> Level:
        """The worst level among them."""
        return worst_of(self.findings)
