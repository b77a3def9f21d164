"""The bar that shows how much of something is used."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

__all__ = ('utilization_bar',)

BAR_COLORS = ((90, 'danger'), (75, 'warning'))
BAR = (
    '<div class="text-nowrap">{words}</div>'
    '<div class="progress progress-sm" role="progressbar" aria-label="{what}: {percent} %"'
    ' aria-valuenow="{percent}" aria-valuemin="0" aria-valuemax="100" style="height: 0.5rem">'
    '<div class="progress-bar bg-{color}" style="width: {percent}%"></div></div>'
)


def utilization_bar(percent: float, what: Any, words: str) -> SafeString:
    """Return a bar in the colors of NetBox's own, below words: those inside NetBox's bars have too little contrast."""
    color = next((color for least, color in BAR_COLORS if percent >= least), 'success')
    return format_html(BAR, percent=percent, what=what, words=words, color=color)
