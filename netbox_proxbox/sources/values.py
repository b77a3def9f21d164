"""Single values of a JSON answer, as they come in: booleans as numbers, numbers as text, or nonsense."""

import ipaddress
import math

__all__ = (
    'JsonObject',
    'big_whole',
    'flag',
    'fraction',
    'ip_address',
    'number',
    'text',
    'whole',
)

type JsonObject = dict[str, object]

LARGEST_INTEGER = 2**31 - 1
LARGEST_BIG_INTEGER = 2**63 - 1
LONGEST_TEXT = 255
FLAGS: dict[object, bool] = {0: False, 1: True, '': False, '0': False, '1': True, 'false': False, 'true': True}


def number(value: object) -> float | None:
    """A finite number of at least zero, also from text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and found >= 0 else None


def fraction(value: object) -> float | None:
    """A number clamped to 0..1."""
    found = number(value)
    return None if found is None else min(found, 1.0)


def whole(value: object) -> int | None:
    """A whole number that fits the database's integer; a larger one becomes the largest."""
    return _clamped(value, LARGEST_INTEGER)


def big_whole(value: object) -> int | None:
    """A whole number that fits the database's big integer; a larger one becomes the largest."""
    return _clamped(value, LARGEST_BIG_INTEGER)


def _clamped(value: object, largest: int) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        # Not through a float, which is not exact, and which the largest ones do not fit into.
        return min(value, largest) if value >= 0 else None
    found = number(value)
    return None if found is None else min(int(found), largest)


def flag(value: object) -> bool | None:
    """A boolean; Proxmox VE and proxbox-api before 0.0.7 send 0 and 1, and Perl writes false as an empty text too."""
    return FLAGS.get(value) if isinstance(value, int | float | str) else None


def text(value: object, *, longest: int = LONGEST_TEXT) -> str | None:
    """Printable text of 1 to `longest` characters, which leaves out what PostgreSQL cannot store; None for the rest."""
    if isinstance(value, str) and 0 < len(value) <= longest and value.isprintable():
        return value
    return None


def ip_address(value: object) -> str | None:
    """An IPv4 or IPv6 address in its usual spelling, without brackets, prefix length and zone; None if it is none."""
    if not isinstance(value, str):
        return None
    bare = value.strip().partition('/')[0].strip('[]').partition('%')[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return None
