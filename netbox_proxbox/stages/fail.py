"""fail: called once when a registration or a chord broke."""

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.database.transactions import retried
from netbox_proxbox.errors import RunLost
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.end import fail
from netbox_proxbox.runs.stage_notes import last_committed
from netbox_proxbox.runs.start import start_queued

__all__ = ('execute',)


def execute(run_id: int) -> str:
    """End a run, unless the stage that broke it has told its own cause, and start what waits for its room.

    A stage that has told nothing was killed with its process.
    """
    run = retried(lambda: SyncRun.objects.filter(pk=run_id).first())
    has_ended = run is not None and run.is_active and _lose(run)
    start_queued()
    return 'run ended as lost' if has_ended else 'the run had ended'


def _lose(run: SyncRun) -> bool:
    return fail(run.pk, RunLost(stage=last_committed(run)), status=SyncStatusChoices.LOST)
