"""Sizes and times in words that people read."""

from datetime import timedelta

from utilities.string import humanize_duration

__all__ = ('gigabytes', 'uptime_text')

BYTES_PER_GIGABYTE = 2**30


def gigabytes(used: int, total: int) -> str:
    """Return "used / total GB", counted as Proxmox's own pages do: 1 GB is 2**30 bytes."""
    return f'{used / BYTES_PER_GIGABYTE:.1f} / {total / BYTES_PER_GIGABYTE:.1f} GB'


def uptime_text(seconds: int) -> str:
    """Return such as "12d 4h 7m"; from the first minute on, seconds are left out. A node that is down has a dash."""
    if not seconds:
        return '—'
    whole_minutes = seconds - seconds % 60 if seconds >= 60 else seconds
    return str(humanize_duration(timedelta(seconds=whole_minutes)))
