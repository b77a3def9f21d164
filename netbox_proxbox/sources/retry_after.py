"""The Retry-After header of HTTP (RFC 9110, section 10.2.3): a number of seconds, or a date."""

import math
from datetime import datetime
from email.utils import parsedate_to_datetime

__all__ = ('seconds_to_wait',)


def seconds_to_wait(header: str | None, now: datetime) -> float | None:
    """Seconds from `now` (aware), at least 0; None when the header is missing or makes no sense."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        return _until(header, now)
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _until(date: str, now: datetime) -> float | None:
    try:
        when = parsedate_to_datetime(date)
        return max((when - now).total_seconds(), 0.0)
    except (TypeError, ValueError, OverflowError):
        return None
