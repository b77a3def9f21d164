"""Times in templates."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html

from netbox_proxbox.figures import age_text

__all__ = ('age',)

register = template.Library()


@register.filter
def age(moment: datetime | None) -> str:
    """Return how long ago a moment was, with the exact time in the title; nothing for no moment."""
    if moment is None:
        return ''
    exact = timezone.localtime(moment).isoformat(sep=' ', timespec='seconds')
    words = age_text(moment, timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, words)
