"""The lines of a test in their order. Pure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.health.findings import Finding, Level, Offer

__all__ = ('Checklist',)


class Checklist:
    """Notes what was found. A subject of which nothing is noted was not tried, for another one failed before."""

    def __init__(self, subjects: Mapping[str, Any]) -> None:
        self._subjects = subjects
        self._noted: dict[str, Finding] = {}

    def note(self, subject: str, level: Level, summary: str, cure: str = '', offer: Offer | None = None) -> None:
        """Note what was found of a subject; a later note of the same one replaces it."""
        self._noted[subject] = Finding(str(self._subjects[subject]), level, summary, cure, offer)

    def passed(self, subject: str, summary: str) -> None:
        """Note that it works."""
        self.note(subject, Level.OK, summary)

    def failed(self, subject: str, error: ProxboxError) -> None:
        """Note that it does not work, with cause and cure."""
        self.note(subject, Level.ERROR, error.cause, error.cure)

    def has_passed(self, subject: str) -> bool:
        """Tell whether it is noted that it works."""
        return subject in self._noted and self._noted[subject].level is Level.OK

    def findings(self) -> list[Finding]:
        """Return one finding for each subject."""
        return [self._noted.get(subject) or _not_tried(str(label)) for subject, label in self._subjects.items()]


def _not_tried(label: str) -> Finding:
    return Finding(label, Level.NOT_TRIED, _('Not tried, because of the error.'))
