"""What the rules of linking judge: NetBox's objects in the scope of an endpoint, and all rows with a claim to them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower

from netbox_proxbox.choices import LinkOriginChoices
from netbox_proxbox.models import ProxmoxEndpoint

from .create_missing import Creator
from .linking import Row, Rule, Target, short
from .unlinked import Unlinked, row_of

__all__ = ('SHORT_NAME', 'Kind', 'undecided')

SHORT_NAME = Lower(Func(F('name'), Value('.'), Value(1), function='split_part', output_field=CharField()))


def undecided(model: Any) -> QuerySet[Any]:
    """Return the rows without a link, and without a person's decision that they get none."""
    rows = model.objects.filter(**{f'{model.link}__isnull': True}).exclude(link_ignored=True)
    found: QuerySet[Any] = rows.exclude(link_origin=LinkOriginChoices.REMOVED).order_by()
    return found


class Kind(ABC):
    """Nodes and devices, or clusters on either side."""

    model: ClassVar[Any]
    target: ClassVar[Any]
    rules: ClassVar[Mapping[Rule, str]]

    def rules_of(self, endpoint: ProxmoxEndpoint) -> list[Rule]:
        """Return the rules that are on."""
        return [rule for rule, name in self.rules.items() if getattr(endpoint, name)]

    def every_rule(self, endpoint: ProxmoxEndpoint) -> list[Rule]:
        """Return all rules, on or off, but for one that finds objects of other networks without a scope."""
        return [rule for rule in self.rules if rule is not Rule.ADDRESS or endpoint.tells_addresses_apart]

    def targets(self, endpoint: ProxmoxEndpoint, rows: Collection[Row], rules: Collection[Rule]) -> list[Target]:
        """Return the objects in the endpoint's scope that a rule may lead one of the rows to."""
        addresses = self.addresses(rows) if Rule.ADDRESS in rules else {}
        found = self.in_scope(endpoint).filter(_named_like(rows, rules) | Q(pk__in=addresses))
        named = [Target(pk, name or '', addresses.get(pk, frozenset())) for pk, name in found.values_list('pk', 'name')]
        linked = self.linked(target.pk for target in named) if named else set()
        return [Target(each.pk, each.name, each.addresses, is_linked=each.pk in linked) for each in named]

    def linked(self, targets: Iterable[int]) -> set[int]:
        """Return those of the objects that a row is linked to."""
        field = f'{self.model.link}_id'
        rows = self.model.objects.filter(**{f'{field}__in': list(targets)}).order_by()
        return set(rows.values_list(field, flat=True))

    def rivals(self, endpoint: ProxmoxEndpoint, targets: Collection[Target]) -> list[Row]:
        """Return all rows without a link, and without a person's decision, that a rule may lead to the objects.

        What is out of the scope of another endpoint is none of its rows; that takes a query for each such endpoint.
        """
        claims = _named_like(targets, list(Rule))
        addresses = {address for target in targets for address in target.addresses}
        if addresses:
            claims |= Q(ip_address__in=addresses)
        rows = list(undecided(self.model).alias(short_name=SHORT_NAME).filter(claims).select_related('endpoint'))
        scoped = {row.endpoint for row in rows if row.endpoint.has_scope and row.endpoint != endpoint}
        outside = {each: self._outside(each, {target.pk for target in targets}) for each in scoped}
        judged = ((row_of(row), outside.get(row.endpoint, frozenset())) for row in rows)
        return [replace(row, refused=row.refused | elsewhere) for row, elsewhere in judged]

    def _outside(self, endpoint: ProxmoxEndpoint, keys: set[int]) -> frozenset[int]:
        return frozenset(keys - set(self.in_scope(endpoint).filter(pk__in=keys).values_list('pk', flat=True)))

    def addresses(self, rows: Collection[Row]) -> Mapping[int, frozenset[str]]:
        """Return the objects that have the address of one of the rows, with these addresses."""
        return {}

    @abstractmethod
    def create(self, thing: Unlinked, creator: Creator) -> dict[str, Any]:
        """Create what a row is to be linked to, and return the fields of the row; none if that was refused."""

    @abstractmethod
    def in_scope(self, endpoint: ProxmoxEndpoint) -> QuerySet[Any]:
        """Return the objects that the endpoint may link."""


def _named_like(things: Collection[Row] | Collection[Target], rules: Collection[Rule]) -> Q:
    names = {thing.name for thing in things} - {''}
    found = Q(name__in=names)
    if Rule.SHORT_NAME in rules:
        found |= Q(short_name__in={short(name) for name in names})
    return found if rules and set(rules) != {Rule.ADDRESS} else Q(pk__in=())
