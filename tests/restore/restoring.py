"""Restoring within a request of somebody, as pages and the REST API do."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import uuid4

from users.models import User

from netbox_proxbox.models import ProxmoxNode, SyncRun
from netbox_proxbox.restore.restore import Outcome, restore
from netbox_proxbox.sync.apply import change_record, explain
from netbox_proxbox.tracking.change_message import change_message
from netbox_proxbox.tracking.changelog import tracked

__all__ = ('a_run_that_deleted', 'left_out', 'lost', 'names', 'restored')


def restored(run: SyncRun, user: User, chosen: Mapping[type[Any], Collection[int]] | None = None) -> Outcome:
    """Restore in a request of its own."""
    with tracked(uuid4(), user, lambda _: None):
        return restore(SyncRun.objects.get(pk=run.pk), chosen, user)


def names(returned: Any) -> list[str]:
    """The names of rows that came back."""
    return [each.row.name for each in returned]


def lost(returned: Any) -> list[str]:
    """What did not come back with them."""
    return [words for each in returned for words in each.lost]


def left_out(outcome: Outcome) -> dict[str, str]:
    """Why rows were not restored, by name."""
    assert not outcome.restored
    assert not ProxmoxNode.objects.filter(missing_because='kept').exists()
    return {each.name: each.why for each in outcome.left_out}


def a_run_that_deleted(*rows: Any) -> SyncRun:
    """An ended run that deleted rows of one endpoint in this order, as `sync.prune` does it."""
    run = SyncRun.objects.create(endpoint=rows[0].endpoint, status='succeeded', trigger='manual')
    run.changes = [change_record('delete', row) for row in rows]
    run.save()
    run.refresh_from_db()
    with tracked(run.request_id, User.objects.create_user('syncs'), lambda _: None):
        for row in rows:
            explain(row, change_message('delete', {}, run.pk))
            row.snapshot()
            row.delete()
    return run
