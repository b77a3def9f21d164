"""What the worker's log leaves out: errors that the run itself tells better."""

import logging

from netbox_proxbox.stages.execution import StageFailed

__all__ = ('leave_out_expected_failures',)


def leave_out_expected_failures() -> None:
    """Keep Celery from logging a traceback for each chord that a failed stage ends; the run logs cause and cure."""
    logging.getLogger('celery.backends.redis').addFilter(_is_unexpected)


def _is_unexpected(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(getattr(error, '__cause__', None), StageFailed)
