"""How long whoever failed is left in peace."""

from datetime import timedelta

__all__ = ('back_off_after',)

FAILURES_BEFORE_BACK_OFF = 3
FIRST_BACK_OFF = timedelta(seconds=30)
LONGEST_BACK_OFF = timedelta(minutes=15)


def back_off_after(failures: int) -> timedelta | None:
    """Return how long a back-off lasts after so many failures in a row: 30 s, doubled up to 15 minutes."""
    if failures < FAILURES_BEFORE_BACK_OFF:
        return None
    return min(FIRST_BACK_OFF * 2 ** min(failures - FAILURES_BEFORE_BACK_OFF, 10), LONGEST_BACK_OFF)
