"""What NetBox holds now of all that deleted rows refer to, or collide with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey
from extras.models import CustomField, JournalEntry, Tag

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .deletions import Deletion

__all__ = ('Surroundings', 'look_around', 'references')


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`there` has the keys that are taken, `targets` the rows that foreign keys lead to, `namesakes` those by name.

    A cluster's namesake is whatever cluster its endpoint has, under an empty name.
    """

    there: Mapping[type[Any], set[int]]
    targets: Mapping[type[Any], dict[int, Any]]
    namesakes: Mapping[tuple[type[Any], str], Any]
    tags: Mapping[str, Any]
    custom_fields: Mapping[type[Any], set[str]]


def references(model: type[Any]) -> list[Any]:
    """Return the foreign keys of a model that may lead to something which is gone."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and field.null]


def look_around(endpoint: ProxmoxEndpoint, deletions: Iterable[Deletion]) -> Surroundings:
    """Look up what matters to the deletions. The number of queries does not depend on how many they are."""
    logged = list(_logged(deletions))
    models = {model for model, _, _ in logged}
    names = {name for _, _, data in logged for name in data.get('tags') or ()}
    return Surroundings(
        there={model: _there(model, {pk for of, pk, _ in logged if of is model}) for model in models},
        targets=_targets((model, data) for model, _, data in logged),
        namesakes=_namesakes(endpoint, {data.get('name') for model, _, data in logged if model is ProxmoxNode}),
        tags={tag.name: tag for tag in Tag.objects.filter(name__in=names)} if names else {},
        custom_fields={model: {field.name for field in CustomField.objects.get_for_model(model)} for model in models},
    )


def _logged(deletions: Iterable[Deletion]) -> Iterator[tuple[type[Any], int, Mapping[str, Any]]]:
    for deletion in deletions:
        if deletion.row is not None:
            yield deletion.model, deletion.pk, deletion.row.data
            yield from ((JournalEntry, entry.pk, entry.data) for entry in deletion.journal)


def _there(model: type[Any], keys: set[int]) -> set[int]:
    return set(model.objects.filter(pk__in=keys).order_by().values_list('pk', flat=True))


def _targets(logged: Iterable[tuple[type[Any], Mapping[str, Any]]]) -> dict[type[Any], dict[int, Any]]:
    wanted: dict[type[Any], set[int]] = {}
    for model, data in logged:
        for field in references(model):
            if (key := data.get(field.name)) is not None:
                wanted.setdefault(field.related_model, set()).add(key)
    return {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items()}


def _namesakes(endpoint: ProxmoxEndpoint, names: set[Any]) -> dict[tuple[type[Any], str], Any]:
    nodes = ProxmoxNode.objects.filter(endpoint=endpoint, name__in=names).prefetch_related('tags')
    clusters = ProxmoxCluster.objects.filter(endpoint=endpoint).prefetch_related('tags')
    return {(ProxmoxNode, node.name): node for node in nodes} | {(type(row), ''): row for row in clusters}
