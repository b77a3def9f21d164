"""What differs between the versions of Proxmox VE, such as 7.4-16 or 9.1.6."""

import re

__all__ = (
    'hides_causes',
    'keeps_finer_statistics',
    'tells_messages',
)

MESSAGES_SINCE = (8, 4)
FINER_STATISTICS_SINCE = (9,)
HIDING_SINCE = {8: (8, 4, 17), 9: (9, 1, 5)}


def tells_messages(release: str) -> bool:
    """Whether the body of an error has its text, as since Proxmox VE 8.4."""
    return _parsed(release) >= MESSAGES_SINCE


def hides_causes(release: str) -> bool:
    """Whether every refused login has the same words, as since 8.4.17 and 9.1.5."""
    parsed = _parsed(release)
    return parsed >= HIDING_SINCE.get(parsed[0], HIDING_SINCE[9])


def keeps_finer_statistics(release: str) -> bool:
    """Whether the round-robin data has more rows and fields, as since Proxmox VE 9."""
    return _parsed(release) >= FINER_STATISTICS_SINCE


def _parsed(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall('[0-9]+', release))
