"""The shape of one sync, drawn once.

begin ─► chord( fetch_cluster , fetch_nodes ) ─► reconcile ─► prune
             └─ whichever part raises or is killed ─► fail
"""

import warnings

from celery import chain, chord
from celery.canvas import Signature
from celery.exceptions import CPendingDeprecationWarning

from netbox_proxbox import dispatch
from netbox_proxbox.sync import endings
from netbox_proxbox.sync.failures import PublishFailed

from .app import app

__all__ = ('start', 'sync')


def sync(run_id: int) -> Signature:
    """Return the chord of one run. Its errback is called exactly once, whatever breaks."""

    def stage(name: str) -> Signature:
        shown = dispatch.shown_in_flower(run_id)
        return app.signature(f'worker.tasks.{name}', args=(run_id,), immutable=True, argsrepr=shown)

    header = [stage('fetch_cluster'), stage('fetch_nodes')]
    pipeline = chord(header, chain(stage('reconcile'), stage('prune')))
    with warnings.catch_warnings():
        # Celery 5.7 advertises an option here that would call the errback once for each part that fails.
        warnings.simplefilter('ignore', CPendingDeprecationWarning)
        pipeline.on_error(stage('fail'))
    return pipeline


def start(run_id: int) -> bool:
    """Publish the chord of a run, and tell whether the broker took it; if not, the run ends as failed."""
    pipeline = sync(run_id)
    try:
        pipeline.apply_async()
    except (*dispatch.PUBLISH_ERRORS, RuntimeError) as error:
        # Celery raises a RuntimeError when it has lost the store of results for good.
        endings.fail(run_id, PublishFailed.because_of(error))
        return False
    return True
