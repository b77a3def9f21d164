"""Brings deleted rows back, or what they had to the rows that are back in their place, as NetBox logs it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from utilities.exceptions import AbortRequest

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.tracking.attempt import attempt

from .comeback import Comeback
from .deletions import DELETABLE
from .links import take_links_back
from .offers import offers
from .rows import insert, insert_journal, move

__all__ = ('LeftOut', 'Outcome', 'Returned', 'restore')

REFUSALS = (ValidationError, AbortRequest, PermissionDenied, DeserializationError, IntegrityError)


@dataclass(frozen=True, slots=True)
class Returned:
    """A row that is there, and in words what did not come back with it."""

    row: Any
    lost: list[str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is not restored, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what was chosen; `moved` are rows that got what a deleted one had, `unlinked` lost a link."""

    restored: list[Returned] = field(default_factory=list)
    moved: list[Returned] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)


def restore(
    run: SyncRun,
    chosen: Mapping[type[Any], Collection[int]] | None,
    user: Any,
    unlink: Mapping[type[Any], Collection[int]] | None = None,
) -> Outcome:
    """Restore the chosen of the rows that a run deleted, or all, take back chosen links, and say what became of each.

    Syncs of the endpoint wait meanwhile. Raises ValidationError for a row that the run did not delete, PermissionDenied
    for a link that the user may not take back, and ProxmoxEndpoint.DoesNotExist.
    """
    outcome = Outcome()
    with attempt():
        run.endpoint = ProxmoxEndpoint.objects.select_for_update(no_key=True).get(pk=run.endpoint_id)
        _refuse_others(run, chosen or {})
        for model in DELETABLE:
            # Clusters that come back are there before the nodes are looked at.
            for offer in offers(run, user, with_clusters=False):
                deletion = offer.deletion
                if deletion.model is model and (chosen is None or deletion.pk in chosen.get(model, ())):
                    _carry_out(offer, run, user, outcome)
        outcome.unlinked.extend(map(str, take_links_back(run, unlink or {}, user)))
    return outcome


def _refuse_others(run: SyncRun, chosen: Mapping[type[Any], Collection[int]]) -> None:
    deleted = {(each['object_type'], each['object_id']) for each in run.changes if each['action'] == 'delete'}
    for model, keys in chosen.items():
        if others := sorted(key for key in keys if (model._meta.label_lower, key) not in deleted):
            words = _('This run deleted no {kind} with these IDs: {ids}.')
            raise ValidationError(words.format(kind=model._meta.verbose_name, ids=', '.join(map(str, others))))


def _carry_out(offer: Comeback, run: SyncRun, user: Any, outcome: Outcome) -> None:
    part = offer.part
    if part is None:
        outcome.left_out.append(LeftOut(offer.deletion.name, offer.refusal))
        return
    try:
        with attempt():
            row = (insert if offer.onto is None else move)(offer, part, run, user)
            refused = insert_journal(offer, row, run, user)
    except REFUSALS as refusal:
        outcome.left_out.append(LeftOut(offer.deletion.name, _words(refusal)))
        return
    returned = outcome.restored if offer.onto is None else outcome.moved
    returned.append(Returned(row, [*offer.lost, *refused]))


def _words(refusal: Exception) -> str:
    match refusal:
        case ValidationError():
            return ' '.join(refusal.messages)
        case IntegrityError():
            return _('It is there again, or another one is in its place already.')
        case DeserializationError():
            return _('This version of the plugin cannot read what the change log holds of it.')
    return str(refusal)
