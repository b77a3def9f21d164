"""What people decide of a reading that is held: they believe it, or say that the nodes were renamed.

Pages and the REST API come through here. Both write through the model, so that the change log says who decided.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import ReadingDecisionChoices
from netbox_proxbox.errors import several
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.runs.request import request_sync

from .apply import write
from .consequences import Consequences, consequences
from .decide import SYNC

__all__ = ('believe', 'permitted_rows', 'rename', 'why_not')

BELIEVE, RENAME = ReadingDecisionChoices.BELIEVE, ReadingDecisionChoices.RENAME
NEEDS: Final = {BELIEVE: 'delete', RENAME: 'change'}
MESSAGES: Final = {
    BELIEVE: 'The held reading of "{name}" is believed',
    RENAME: 'The held reading of "{name}" is of renamed nodes',
}


def believe(
    endpoint: ProxmoxEndpoint, user: Any, *, trigger: str, held_since: datetime | None = None, shown: str | None = None
) -> SyncRun:
    """Believe the reading that is held, and return an active run, which reads again and writes it if it is the same.

    `held_since` and `shown`, a digest of `consequences`, keep a question from being answered that was not asked. Needs
    `sync` on the endpoint and `delete` on each row that goes, else raises PermissionDenied. Raises ValidationError when
    nothing is held, or something else.
    """
    return _decide(endpoint, user, BELIEVE, trigger, held_since, shown)


def rename(
    endpoint: ProxmoxEndpoint, user: Any, *, trigger: str, held_since: datetime | None = None, shown: str | None = None
) -> SyncRun:
    """Say that the nodes of the reading that is held are the known ones under new names: as `believe` in all else.

    Needs `change` on each node that is renamed. Raises ValidationError where it cannot be a rename.
    """
    return _decide(endpoint, user, RENAME, trigger, held_since, shown)


def why_not(endpoint: ProxmoxEndpoint, user: Any, decision: str) -> str:
    """Return why this user cannot decide so, in words; empty if they can."""
    try:
        _permitted_consequences(endpoint, user, decision)
    except ValidationError as refusal:
        return ' '.join(refusal.messages)
    except PermissionDenied as refusal:
        return str(refusal)
    return ''


def _decide(
    endpoint: ProxmoxEndpoint, user: Any, decision: str, trigger: str, held_since: datetime | None, shown: str | None
) -> SyncRun:
    with transaction.atomic():
        locked = ProxmoxEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
        found = _permitted_consequences(locked, user, decision)
        if held_since not in (None, locked.held_since) or shown not in (None, found.digest(locked)):
            raise ValidationError(_('The question has changed meanwhile: look at it again.'))
        _note(locked, decision, found)
    return request_sync(endpoint, trigger=trigger, user=user)


def _permitted_consequences(endpoint: ProxmoxEndpoint, user: Any, decision: str) -> Consequences:
    if not user.has_perm(SYNC, obj=endpoint):
        raise PermissionDenied(_('You do not have the permission to sync this endpoint.'))
    if not endpoint.held_because:
        raise ValidationError(_('No reading of this endpoint waits for a decision.'))
    found = consequences(endpoint, decision)
    _refuse_impossible(endpoint, decision, found)
    _require(user, NEEDS[decision], found.rows)
    return found


def _refuse_impossible(endpoint: ProxmoxEndpoint, decision: str, found: Consequences) -> None:
    names = endpoint.held_reading['renames']
    if decision == RENAME and (not names or len(found.renamed) != len(names)):
        raise ValidationError(_('Nothing shows which known node would have which new name.'))
    if found.protected is not None:
        words = _('A tag protects the cluster {cluster}, which would be deleted: take the tag off it first.')
        raise ValidationError(words.format(cluster=found.protected))


def _note(endpoint: ProxmoxEndpoint, decision: str, found: Consequences) -> None:
    reading = endpoint.held_reading | {'confirmed': [node.pk for node in found.deleted]}
    if (endpoint.held_decision, endpoint.held_reading) != (decision, reading):
        fields = {'held_decision': decision, 'held_reading': reading}
        write(endpoint, fields, MESSAGES[decision].format(name=reading['name'])[:200])


def _require(user: Any, action: str, rows: Sequence[ProxmoxCluster | ProxmoxNode]) -> None:
    """Raise PermissionDenied if the user may not do this to one of the rows. What one may not see is counted."""
    allowed, visible = permitted_rows(user, action, rows), permitted_rows(user, 'view', rows)
    refused = [row for row in rows if row not in allowed]
    if not refused:
        return
    names = [row.name for row in refused if row in visible]
    hidden = len(refused) - len(names)
    told = [_('You may not do this to {rows}.').format(rows=several(names))] if names else []
    if hidden:
        words = ngettext(
            'It takes {count} row that you may not see.', 'It takes {count} rows that you may not see.', hidden
        )
        told.append(words.format(count=hidden))
    raise PermissionDenied(' '.join(told))


def permitted_rows(user: Any, action: str, rows: Sequence[ProxmoxCluster | ProxmoxNode]) -> set[Any]:
    """Return those of the rows to which the user may do this."""
    found: set[Any] = set()
    for model in (ProxmoxCluster, ProxmoxNode):
        permitted: Any = model.objects.restrict(user, action)
        found |= set(permitted.filter(pk__in=[row.pk for row in rows if isinstance(row, model)]))
    return found
