"""Columns about links that no rule could make."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from utilities.templatetags.builtins.filters import placeholder

__all__ = ('LinkCandidatesColumn', 'LinkIgnoredColumn')


class LinkCandidatesColumn(tables.Column):
    """How many objects a row may belong to, leading to where it is decided; a dash for none."""

    def __init__(self) -> None:
        super().__init__(verbose_name=_('Link?'), orderable=False)

    def render(self, value: list[int], record: Any) -> SafeString | str:
        """Return the number as a badge."""
        if not value:
            return str(placeholder(''))
        words = ngettext('{count} candidate', '{count} candidates', len(value)).format(count=len(value))
        url = f'{record.get_absolute_url()}#link-candidates'
        return format_html('<a href="{}" class="badge text-bg-orange">{}</a>', url, words)

    def value(self, value: list[int]) -> str:
        """Return what an export holds: the IDs."""
        return ','.join(map(str, value))


class LinkIgnoredColumn(tables.Column):
    """How many objects a row is not, as a person said, or that no rule looks at it."""

    def __init__(self) -> None:
        super().__init__(verbose_name=_('Ignored for links'), orderable=False)

    def render(self, value: list[int] | bool) -> str:
        """Return the number, or a word."""
        if value is True:
            return str(_('All'))
        return str(len(value)) if isinstance(value, list) and value else str(placeholder(''))

    def value(self, value: list[int] | bool) -> str:
        """Return what an export holds: the IDs, or true."""
        return ','.join(map(str, value)) if isinstance(value, list) else str(value)
