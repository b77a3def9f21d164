"""Takes back links of rules to which a row that was read later has as good a claim: they were not beyond doubt."""

from collections.abc import Mapping
from typing import Any

from netbox_proxbox.choices import LinkOriginChoices

from .apply import update
from .link_targets import Kind
from .linking import MATCHES, Obstacle, Row, Rule, Target, Verdict
from .unlinked import row_of

__all__ = ('take_back_contested',)

ORDER = tuple(Rule)


def take_back_contested(kind: Kind, verdicts: Mapping[Row, Verdict], run_id: int) -> list[dict[str, Any]]:
    """Unlink rows, of whatever endpoint, and return what changed. What is in doubt is a candidate of both rows then.

    A link of a person stays, as does one to what was created, and one that its rule would not make any more.
    """
    taken = (verdict for verdict in verdicts.values() if verdict.obstacle is Obstacle.TAKEN)
    claims = {verdict.candidates[0]: verdict.rule for verdict in taken}
    if not claims:
        return []
    of_rules = {f'{kind.model.link}__in': claims, 'link_origin__in': LinkOriginChoices.BY_RULE}
    # One that another sync has locked is its business now; the next sync asks again.
    free = kind.model.objects.select_for_update(of=('self',), no_key=True, skip_locked=True)
    linked = free.filter(**of_rules).order_by('pk')
    contested = [row for row in linked if _is_contested(kind, row, claims[getattr(row, f'{row.link}_id')])]
    return [update(row, _in_doubt(row), run_id) for row in contested]


def _is_contested(kind: Kind, row: Any, by: Rule | None) -> bool:
    """Tell whether a rule that comes no later than that of the row's link leads another row to the same object."""
    own, judged, linked = Rule(row.link_origin.removeprefix('rule:')), row_of(row), getattr(row, row.link)
    target = Target(linked.pk, linked.name or '', kind.addresses([judged]).get(linked.pk, frozenset()))
    return by is not None and ORDER.index(by) <= ORDER.index(own) and MATCHES[own](judged, target)


def _in_doubt(row: Any) -> dict[str, Any]:
    return {row.link: None, 'link_origin': '', 'link_candidates': [getattr(row, f'{row.link}_id')]}
