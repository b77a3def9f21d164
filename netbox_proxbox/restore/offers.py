"""What a run's deletions offer to a user."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from utilities.permissions import get_permission_for_model

from netbox_proxbox.models import ProxmoxCluster, SyncRun

from .belongings import belongings
from .comeback import Comeback, comeback
from .deletions import DELETABLE, deletions_of
from .surroundings import look_around

__all__ = ('ADD_JOURNAL', 'offers')

ADD_JOURNAL = 'extras.add_journalentry'


def offers(run: SyncRun, user: Any, *, with_clusters: bool = True) -> list[Comeback]:
    """Return what can become of each deletion of an ended run, clusters before nodes.

    Nodes come back into their cluster if that is there, or comes back `with_clusters` that the run deleted. The number
    of queries does not depend on the number of deletions. Who may see the run may see what it deleted.
    """
    deletions = [] if run.is_active else deletions_of(run)
    if not deletions:
        return []
    around = look_around(run.endpoint, deletions)
    found = []
    for deletion in deletions:
        offer = comeback(deletion, around)
        if with_clusters and deletion.model is ProxmoxCluster and offer.part is not None and offer.onto is None:
            around.targets.get(ProxmoxCluster, {}).setdefault(deletion.pk, None)
        found.append(offer)
    changeable = _changeable(found, user)
    return [_permitted(offer, user, changeable) for offer in found]


def _permitted(offer: Comeback, user: Any, changeable: set[tuple[type[Any], int]]) -> Comeback:
    model, kind = offer.deletion.model, offer.deletion.model._meta.verbose_name_plural
    if offer.part is None:
        return offer
    if offer.journal and not user.has_perm(ADD_JOURNAL):
        offer = replace(offer, journal=(), lost=[*offer.lost, _journal_left_out(len(offer.journal))])
    if offer.onto is None:
        if not user.has_perm(get_permission_for_model(model, 'add')):
            return _refused(offer, _('You do not have the permission to add {kind}.').format(kind=kind))
    elif (model, offer.onto.pk) not in changeable:
        return _refused(offer, _('Another one is in its place already, which you may not change.'))
    elif not _has_news(offer):
        return _refused(offer, _('Another one is in its place already, and has all that it had.'))
    return offer


def _refused(offer: Comeback, why: str) -> Comeback:
    return Comeback(offer.deletion, refusal=why)


def _has_news(offer: Comeback) -> bool:
    if offer.part is None or offer.journal:
        return bool(offer.journal)
    news = belongings(offer.part, offer.onto)
    return bool(news.fields or news.tags)


def _journal_left_out(count: int) -> str:
    words = ngettext(
        'One journal entry: you do not have the permission to add it.',
        '{count} journal entries: you do not have the permission to add them.',
        count,
    )
    return words.format(count=count)


def _changeable(found: Sequence[Comeback], user: Any) -> set[tuple[type[Any], int]]:
    """Return those of the rows that are back which the user may change."""
    keys: set[tuple[type[Any], int]] = set()
    for model in DELETABLE:
        if rows := [offer.onto.pk for offer in found if offer.deletion.model is model and offer.onto is not None]:
            permitted: Any = model.objects
            pks = permitted.restrict(user, 'change').filter(pk__in=rows).order_by().values_list('pk', flat=True)
            keys |= {(model, pk) for pk in pks}
    return keys
