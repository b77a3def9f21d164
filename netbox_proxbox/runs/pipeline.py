"""The shape of one sync, drawn once.

[ register ─► ] chord( fetch_cluster , fetch_nodes ) ─► reconcile ─► prune
                   └─ whichever part raises or is killed ─► fail

A host that its schedule reads directly is asked one thing after the other, so that a silent one keeps one process
waiting and not two: fetch_cluster ─► fetch_nodes ─► reconcile ─► prune.
"""

import warnings
from typing import Any, Final

from celery import chain, chord
from celery.canvas import Signature
from celery.exceptions import CPendingDeprecationWarning

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.messages.producer import LONGEST_ANSWER, producer
from netbox_proxbox.models import SyncRun

__all__ = ('register', 'sync')


# RabbitMQ confirms early, or not at all.
SENT_BY_US: Final = {'confirm_timeout': LONGEST_ANSWER}


def sync(run: SyncRun) -> Signature:
    """Return the tasks of a run, with new ids. Their errback is called exactly once, whatever breaks."""
    header = [_stage(run, name, **SENT_BY_US) for name in ('fetch_cluster', 'fetch_nodes')]
    writing = _stage(run, 'plan') if run.is_preview else chain(_stage(run, 'reconcile'), _stage(run, 'prune'))
    is_patient = run.endpoint.is_direct and run.trigger == SyncTriggerChoices.SCHEDULE
    pipeline = chain(*header, writing) if is_patient else chord(header, writing)
    with warnings.catch_warnings():
        # Celery 5.7 advertises an option here that would call the errback once for each part that fails.
        warnings.simplefilter('ignore', CPendingDeprecationWarning)
        pipeline.on_error(_stage(run, 'fail'))
    return pipeline


def register(run: SyncRun) -> Signature:
    """Return the task that makes the endpoint known to its backend and publishes the chord of the run."""
    return _stage(run, 'register', **SENT_BY_US).on_error(_stage(run, 'fail'))


def _shown_in_flower(run: SyncRun) -> str:
    """Return what Flower shows, and finds, as the arguments of every task of a run; no other run's begins alike."""
    return f'(run {run.pk}) {run.endpoint.name}'


def _stage(run: SyncRun, name: str, **options: Any) -> Signature:
    shown = _shown_in_flower(run)
    return producer().signature(f'worker.tasks.{name}', args=(run.pk,), immutable=True, argsrepr=shown, **options)
