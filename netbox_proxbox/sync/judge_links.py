"""What the rules, or else the creation of what is missing, make of rows without a link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from netbox_proxbox.choices import LinkingChoices
from netbox_proxbox.models import ProxmoxEndpoint

from .contested_links import take_back_contested
from .create_missing import Creator, wait_for_other_creators
from .link_targets import Kind
from .linking import Obstacle, Row, Rule, Verdict, match
from .unlinked import Unlinked

__all__ = ('judge_links',)

type Fields = dict[str, Any]

LEFT_TO_THE_NEXT = 'The others were not tried: the next sync does, once the reason is gone.'


def judge_links(
    kind: Kind, endpoint: ProxmoxEndpoint, things: Sequence[Unlinked], creator: Creator
) -> dict[str, Fields]:
    """Return by name the fields that rows get, if they get any: a link with where it is from, or candidates."""
    setting = getattr(endpoint, kind.model.link_setting)
    if setting == LinkingChoices.OFF or not things:
        return {}
    judged = {thing.judged(number): thing for number, thing in enumerate(things, start=1)}
    verdicts = _verdicts(kind, endpoint, judged, kind.rules_of(endpoint))
    creator.records += take_back_contested(kind, verdicts, creator.run_id)
    free = _lock_free(kind, {verdict.link for verdict in verdicts.values() if verdict.link is not None})
    creates = setting == LinkingChoices.CREATE
    if creates:
        verdicts = _with_those_of_any_rule(kind, endpoint, verdicts)
    fields = {thing.name: _fields(kind, thing, verdicts[row], free) for row, thing in judged.items()}
    if creates and _missing(verdicts):
        _create(kind, judged, verdicts, fields, creator)
    return {name: links for name, links in fields.items() if links}


def _create(
    kind: Kind,
    judged: Mapping[Row, Unlinked],
    verdicts: Mapping[Row, Verdict],
    fields: dict[str, Fields],
    creator: Creator,
) -> None:
    """Create what no rule finds, also not once other syncs have created what they were at."""
    if refusal := creator.may('add', kind.target):
        for row in _missing(verdicts):
            creator.refuse(judged[row].name, refusal)
        return
    wait_for_other_creators()
    verdicts = _with_those_of_any_rule(kind, creator.endpoint, verdicts)
    for row, verdict in verdicts.items():
        thing = judged[row]
        if verdict.obstacle is not Obstacle.NO_MATCH:
            fields[thing.name] = fields[thing.name] or _fields(kind, thing, verdict, {})
        elif creator.is_hopeless():
            creator.note(LEFT_TO_THE_NEXT)
        else:
            fields[thing.name] |= kind.create(thing, creator)


def _verdicts(
    kind: Kind, endpoint: ProxmoxEndpoint, rows: Collection[Row], rules: Collection[Rule]
) -> dict[Row, Verdict]:
    targets = kind.targets(endpoint, rows, rules)
    rivals = [*kind.rivals(endpoint, targets), *(row for row in rows if row.pk < 0)] if targets else []
    return match(rows, targets, rules, rivals)


def _with_those_of_any_rule(
    kind: Kind, endpoint: ProxmoxEndpoint, verdicts: Mapping[Row, Verdict]
) -> dict[Row, Verdict]:
    """Judge by every rule what no rule that is on finds: a person decides then, for created it would be there twice."""
    missing = _missing(verdicts)
    found = _verdicts(kind, endpoint, missing, kind.every_rule(endpoint)) if missing else {}
    doubts = {row: replace(each, obstacle=each.obstacle or Obstacle.RULE_IS_OFF) for row, each in found.items()}
    return {**verdicts, **doubts}


def _missing(verdicts: Mapping[Row, Verdict]) -> list[Row]:
    return [row for row, verdict in verdicts.items() if verdict.obstacle is Obstacle.NO_MATCH]


def _lock_free(kind: Kind, wanted: Collection[int]) -> Mapping[int, Any]:
    """Lock the objects to link against another sync, and return those that none has linked meanwhile."""
    if not wanted:
        return {}
    objects = kind.target.objects.filter(pk__in=wanted).order_by('pk')
    locked = {each.pk: each for each in objects.select_for_update(of=('self',), no_key=True)}
    taken = kind.linked(locked)
    return {pk: each for pk, each in locked.items() if pk not in taken}


def _fields(kind: Kind, thing: Unlinked, verdict: Verdict, free: Mapping[int, Any]) -> Fields:
    """Return what a rule says of a row, if it says anything new."""
    target = None if verdict.link is None else free.get(verdict.link)
    if target is not None:
        link = {kind.model.link: target, 'link_origin': f'rule:{verdict.rule}'}
        return {**link, 'link_candidates': []} if thing.candidates else link
    candidates = [] if verdict.obstacle is Obstacle.NO_MATCH else list(verdict.candidates)
    return {} if candidates == thing.candidates else {'link_candidates': candidates}
