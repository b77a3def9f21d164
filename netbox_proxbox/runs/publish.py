"""Publishes runs that were taken."""

import logging
from collections.abc import Sequence

from celery.canvas import Signature

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.errors import PublishFailed
from netbox_proxbox.messages.producer import PUBLISH_ERRORS
from netbox_proxbox.models import SyncRun

from . import pipeline
from .end import fail_unstarted
from .stage_notes import REGISTER, is_over

__all__ = ('publish_all', 'publish_chord')

logger = logging.getLogger(__name__)


def publish_all(runs: Sequence[SyncRun]) -> int:
    """Publish running runs, which come with endpoint and backend, and return how many the broker took.

    After the first run that the broker does not take no other is tried, so that whoever waits for a word is not kept
    waiting by each of them.
    """
    for number, run in enumerate(runs):
        if (refusal := _published(run, _tasks_of(run))) is not None:
            for left in runs[number:]:
                _tell_who_waits(left, refusal)
            return number
    return len(runs)


def publish_chord(run: SyncRun) -> None:
    """Publish the chord of a run whose endpoint has just been registered."""
    if (refusal := _published(run, pipeline.sync(run))) is not None:
        _tell_who_waits(run, refusal)


def _tasks_of(run: SyncRun) -> Signature:
    """Have an endpoint registered first that its backend does not know as it is now, once in a run."""
    is_known = is_over(run, REGISTER) or run.endpoint.is_readable()
    return pipeline.sync(run) if is_known else pipeline.register(run)


def _published(run: SyncRun, tasks: Signature) -> PublishFailed | None:
    """Publish, and return why the broker did not take it all, if it did not."""
    try:
        tasks.apply_async()
    except PUBLISH_ERRORS as error:
        logger.warning('Run %s could not be published: %s', run.pk, type(error).__name__)
        return PublishFailed.because_of(error)
    return None


def _tell_who_waits(run: SyncRun, refusal: PublishFailed) -> None:
    """End a run that a person has just asked for; the sweep publishes any other again, three times in all."""
    somebody_waits = run.trigger != SyncTriggerChoices.SCHEDULE and run.publish_count <= 1
    if somebody_waits and fail_unstarted(run.pk, refusal):
        run.refresh_from_db()
