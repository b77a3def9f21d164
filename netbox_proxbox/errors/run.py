"""Ends of a run that have nothing to do with Proxmox."""

from typing import Self

from .sync import SyncError

__all__ = ('EventsLost', 'PublishFailed', 'RunLost', 'StageCrashed', 'StageOutOfTime')


class StageCrashed(SyncError):
    """A stage stopped with an error that nobody foresaw; its text may hold anything, so only its type is told."""

    code = 'stage-crashed'
    cause_text = 'The stage "{stage}" stopped unexpectedly ({error}).'
    cure_text = 'Sync again; if it happens again, report it with what the log of the worker says of this run.'


class StageOutOfTime(SyncError):
    """A stage reached the soft time limit of its task."""

    code = 'stage-out-of-time'
    cause_text = 'The stage "{stage}" did not finish within its time limit.'
    cure_text = 'Look at how fast proxbox-api and Proxmox answer, and at the load of the database.'


class RunLost(SyncError):
    """Nothing was heard of a run for longer than anything may take."""

    code = 'run-lost'
    cause_text = 'The worker or the message of this run vanished; its last committed stage: {stage}.'
    cure_text = 'Sync again. If runs get lost often, look for killed workers and at the memory of the broker.'


class EventsLost(SyncError):
    """Rows were written, and not everybody in NetBox who wants to know of it was told."""

    code = 'events-lost'
    cause_text = 'The changes are written, but NetBox could not tell of all of them: {missed}.'
    cure_text = (
        "Correct these event rules, and see that the Redis of NetBox's tasks answers. What was missed is not sent "
        'again; the change log has it under the request ID of the run.'
    )


class PublishFailed(SyncError):
    """The broker did not take a message."""

    code = 'publish-failed'
    cause_text = 'The message broker did not take the task ({reason}).'
    cure_text = 'Check that Redis (or the broker you chose) runs and can be reached from this host, and sync again.'

    @classmethod
    def because_of(cls, error: Exception) -> Self:
        """Tell the type of what went wrong underneath; its text could hold the broker's address and login."""
        return cls(reason=type(error.__cause__ or error).__name__)
