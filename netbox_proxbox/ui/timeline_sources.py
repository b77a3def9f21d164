"""Where a timeline is taken from: NetBox's change log and the runs of the endpoint, as far as the user may see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from core.models import ObjectChange
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.runs.last_runs import attempts
from netbox_proxbox.tracking.field_history import Entry
from netbox_proxbox.tracking.timeline import Happening, Kind, Logged, Row, Streak, happenings_in, streaks

__all__ = ('MOST_ENTRIES', 'Sources', 'sources_of')

# The newest of each that are looked at.
MOST_ENTRIES: Final = 200
MOST_RUNS: Final = 300
MOST_DELETIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found: `runs` by the request id under which they are logged, and the rows that are `gone`."""

    logged: list[Happening]
    deleted: list[Happening]
    ended: list[Happening]
    runs: Mapping[UUID | None, int]
    gone: frozenset[tuple[str, int]]
    count: int
    log_begins: datetime | None


def sources_of(row: Any, user: Any) -> Sources:
    """Look for what happened to a row, to the nodes of a cluster or an endpoint, and to the syncs behind them."""
    endpoint_id = row.pk if isinstance(row, ProxmoxEndpoint) else row.endpoint_id
    log = list(_log(row, user))
    runs = attempts(user).filter(endpoint=endpoint_id).exclude(status__in=SyncStatusChoices.ACTIVE)
    deleted = [] if isinstance(row, ProxmoxNode) else list(_deleted(runs))
    by_request = attempts(user).filter(request_id__in={each.entry.request_id for each in log})
    return Sources(
        logged=list(happenings_in(log)),
        deleted=deleted,
        ended=list(streaks(_ends(runs))),
        runs=dict(by_request.order_by().values_list('request_id', 'pk')),
        gone=frozenset((each.row.model, each.row.pk) for each in deleted if each.row),
        count=len(log),
        log_begins=log[-1].entry.time if log else None,
    )


def _log(row: Any, user: Any) -> Iterator[Logged]:
    visible: Any = ObjectChange.objects.restrict(user, 'view')
    names = (
        *('changed_object_type__model', 'changed_object_id', 'object_repr'),
        *('time', 'request_id', 'user_name', 'message', 'prechange_data', 'postchange_data'),
    )
    of_rows = visible.filter(_about(row, user)).order_by('-time', '-pk').values_list(*names)
    for model, pk, name, time, request, who, message, before, after in of_rows[:MOST_ENTRIES]:
        said = Entry(
            time=time, request_id=request, user_name=who, message=message, before=before or {}, after=after or {}
        )
        yield Logged(Row(model, pk, name), said)


def _about(row: Any, user: Any) -> Q:
    """Return the condition on entries about a row, and about rows of it that the user may see."""
    about = _entries_of(type(row), [row.pk])
    if isinstance(row, ProxmoxEndpoint):
        about |= _entries_of(ProxmoxCluster, _visible(ProxmoxCluster, user).filter(endpoint=row).values('pk'))
        about |= _entries_of(ProxmoxNode, _visible(ProxmoxNode, user).filter(endpoint=row).values('pk'))
    elif isinstance(row, ProxmoxCluster):
        about |= _entries_of(ProxmoxNode, _visible(ProxmoxNode, user).filter(proxmox_cluster=row).values('pk'))
    return about


def _entries_of(model: type[Any], keys: Any) -> Q:
    return Q(changed_object_type=ContentType.objects.get_for_model(model), changed_object_id__in=keys)


def _visible(model: Any, user: Any) -> Any:
    return model.objects.restrict(user, 'view').order_by()


def _deleted(runs: Any) -> Iterator[Happening]:
    """Tell what syncs deleted: who may see a run may see what it deleted."""
    found = runs.filter(changes__contains=[{'action': 'delete'}]).values_list('pk', 'ended_at', 'changes')
    for run_id, ended_at, changes in found[:MOST_DELETIONS]:
        for record in changes:
            if record['action'] == 'delete':
                row = Row(record['object_type'].rpartition('.')[2], record['object_id'], record['name'])
                yield Happening(
                    time=ended_at,
                    kind=Kind.MEMBERS,
                    row=row,
                    message=_('Gone from Proxmox'),
                    is_gone=True,
                    run_id=run_id,
                )


def _ends(runs: Any) -> list[Streak]:
    newest: Any = runs.values_list('pk', 'ended_at', 'error_code', 'cause')[:MOST_RUNS]
    return [Streak(*end) for end in newest]
