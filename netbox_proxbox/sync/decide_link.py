"""What people decide of a row that a rule could not link. It is written through the model, so the change log has it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .apply import write

__all__ = ('DECISIONS', 'decide_link', 'target_model')


def target_model(row: Any) -> Any:
    """Return the model of what a row is linked to."""
    return row._meta.get_field(row.link).related_model


def decide_link(row: Any, decision: str, target_id: int | None, user: Any) -> Any:
    """Carry out a decision of DECISIONS on a row, about one of its candidates where it needs one, and return the row.

    Raises ValidationError when the row is gone, or that is no candidate any more, or none that the user may see, and
    PermissionDenied when the user may not change the row so.
    """
    rows = type(row).objects
    with transaction.atomic():
        locked = rows.select_for_update(of=('self',), no_key=True).filter(pk=row.pk).first()
        if locked is None:
            raise ValidationError(_('It was deleted meanwhile. Nothing was changed.'))
        DECISIONS[decision](locked, target_id, user)
        if not rows.restrict(user, 'change').filter(pk=row.pk).exists():
            raise PermissionDenied(_('You do not have the permission to do this.'))
    return locked


def _link(row: Any, target_id: int | None, user: Any) -> None:
    target = _candidate(row, target_id, user)
    write(row, {row.link: target}, f'Linked to "{target}", which was a candidate'[:200])


def _refuse(row: Any, target_id: int | None, user: Any) -> None:
    target = _candidate(row, target_id, user)
    left = [pk for pk in row.link_candidates if pk != target.pk]
    refused = sorted({*(row.link_ignored or ()), target.pk})
    write(row, {'link_candidates': left, 'link_ignored': refused}, f'It is not "{target}"'[:200])


def _ignore(row: Any, target_id: int | None, user: Any) -> None:
    write(row, {'link_candidates': [], 'link_ignored': True}, 'No rule links it')


def _ask_again(row: Any, target_id: int | None, user: Any) -> None:
    fields: dict[str, Any] = {'link_ignored': []}
    if not row.may_be_linked and getattr(row, f'{row.link}_id') is None:
        fields['link_origin'] = ''
    write(row, fields, 'Left to the rules')


DECISIONS: Final[Mapping[str, Callable[[Any, int | None, Any], None]]] = {
    'link': _link,
    'refuse': _refuse,
    'ignore': _ignore,
    'ask-again': _ask_again,
}


def _candidate(row: Any, target_id: int | None, user: Any) -> Any:
    visible = target_model(row).objects.restrict(user, 'view').filter(pk=target_id)
    found = visible.select_for_update(of=('self',), no_key=True).first() if target_id in row.link_candidates else None
    if found is None or not row.may_be_linked:
        raise ValidationError(_('This is no candidate any more. Nothing was changed.'))
    return found
