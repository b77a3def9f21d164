"""A field of a node or a cluster is in every place that CONTRIBUTING.md names, or is excepted here with the reason."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import pytest
from netbox.models import PrimaryModel
from strawberry.types import get_object_definition

from devstack.paths import ROOT
from netbox_proxbox import filtersets, forms, tables, views
from netbox_proxbox.api import serializers
from netbox_proxbox.graphql import filters as graphql_filters
from netbox_proxbox.graphql import types as graphql_types
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.models.absence import ABSENCE
from netbox_proxbox.models.links import LINK
from netbox_proxbox.sources.records import METRICS, Metrics, NodeMetrics, NodeTopology, Topology
from netbox_proxbox.sync.plan import Known, plan
from netbox_proxbox.sync.rows import Rows, known_of

MODELS: Final = (ProxmoxCluster, ProxmoxNode)
IDENTITY: Final = 'says which row it is, and is never changed'
OF_PEOPLE_AND_RULES: Final = 'people set it, and rules where people did not'
OF_A_TIME: Final = 'is noted when something is written, and nobody enters it'
READ_SOON: Final = 'the sync after the import reads it'

type Reasons = Mapping[str, str]
TIMES: Final[Reasons] = dict.fromkeys(
    ('online_since', 'offline_since', 'last_seen', 'metrics_read_at', 'deletion_confirmed_at'), OF_A_TIME
)
OF_ABSENCE: Final[Reasons] = dict.fromkeys(ABSENCE, 'says that readings lack it, and nobody enters it')
OF_LINK: Final[Reasons] = dict.fromkeys(LINK, 'goes with the link')
LISTS_OF_KEYS: Final[Reasons] = dict.fromkeys(('link_candidates', 'link_ignored'), '`has_link_candidate` asks for it')
FOLLOWED: Final[Reasons] = {'followed_status': 'is a note of syncs about the device'}
NOTED: Final[Reasons] = {
    **FOLLOWED,
    'deletion_confirmed_at': 'is for syncs, which compare it with when a reading began; the change log tells people',
}
NOT_FILTERED: Final = {ProxmoxCluster: LISTS_OF_KEYS, ProxmoxNode: {**LISTS_OF_KEYS, **NOTED}}
IN_A_PANEL: Final[Reasons] = dict.fromkeys(('link_candidates', 'link_ignored'), 'stands in the panel *Link?*')


@dataclass(frozen=True)
class Place:
    """Where fields of a model are listed, and which of them need not be there."""

    listed: Callable[[Any], Collection[str]]
    excepted: Mapping[type[Any], Reasons]


def graphql_fields(kind: Any) -> set[str]:
    return {field.python_name for field in get_object_definition(kind, strict=True).fields}


def columns(table: Any) -> set[str]:
    """The fields that the columns of a table are made of."""
    return {of_value(column.accessor or name) for name, column in table.base_columns.items()}


def attributes(view: Any) -> set[str]:
    """The fields that the panels of a page show."""
    panels = [panel for row in view.layout.rows for column in row.columns for panel in column.panels]
    return {of_value(attr.accessor) for panel in panels for attr in getattr(panel, '_attrs', {}).values()}


def documented(model: Any) -> set[str]:
    """What the documentation explains of a model."""
    of_cluster, of_node = (ROOT / 'docs' / 'data-model.md').read_text().split('**Cluster.**')[1].split('**Node.**')
    return set(re.findall(r'`(\w+)`', of_node if model is ProxmoxNode else of_cluster))


def of_value(accessor: object) -> str:
    """The field that a value, such as a percentage, is made of."""
    return str(accessor).removesuffix('_percent').removesuffix('_in_words')


def called(module: Any, words: str) -> Callable[[Any], Any]:
    """Find what belongs to a model by its name, as NetBox does."""
    return lambda model: getattr(module, words.format(model.__name__))


serializer = called(serializers, '{}Serializer')
filterset = called(filtersets, '{}FilterSet')
graphql_type = called(graphql_types, '{}Type')
graphql_filter = called(graphql_filters, '{}Filter')
table = called(tables, '{}Table')
view = called(views, '{}View')
form = called(forms, '{}Form')
import_form = called(forms, '{}ImportForm')

PLACES: Final = {
    'the fields that a sync writes': Place(
        lambda model: {model._meta.get_field(name).name for name in without_id(model.synced_fields)},
        {
            ProxmoxCluster: {'endpoint': IDENTITY, 'netbox_cluster': OF_PEOPLE_AND_RULES, **OF_LINK},
            ProxmoxNode: {
                **{'endpoint': IDENTITY, 'name': IDENTITY, 'netbox_device': OF_PEOPLE_AND_RULES},
                **OF_LINK,
                **FOLLOWED,
            },
        },
    ),
    'REST': Place(lambda model: serializer(model).Meta.fields, {ProxmoxNode: NOTED}),
    'filterset': Place(lambda model: filterset(model).base_filters, NOT_FILTERED),
    'GraphQL type': Place(lambda model: graphql_fields(graphql_type(model)), {ProxmoxNode: NOTED}),
    'GraphQL filter': Place(lambda model: graphql_fields(graphql_filter(model)), NOT_FILTERED),
    'table': Place(lambda model: columns(table(model)), {ProxmoxNode: NOTED}),
    'page': Place(
        lambda model: attributes(view(model)),
        {
            ProxmoxCluster: IN_A_PANEL,
            ProxmoxNode: {
                **IN_A_PANEL,
                **NOTED,
                **dict.fromkeys(('online_since', 'offline_since'), 'stands beside the state'),
                'max_memory': 'stands beside the used memory',
                'max_disk': 'stands beside the used disk',
            },
        },
    ),
    'form': Place(
        lambda model: form(model).base_fields,
        {ProxmoxCluster: OF_LINK, ProxmoxNode: {**TIMES, **OF_ABSENCE, **OF_LINK, **FOLLOWED}},
    ),
    'form lock': Place(
        lambda model: form(model).synced_fields,
        {
            ProxmoxCluster: {'netbox_cluster': OF_PEOPLE_AND_RULES, **OF_LINK},
            ProxmoxNode: {
                **TIMES,
                **OF_ABSENCE,
                **OF_LINK,
                **FOLLOWED,
                'netbox_device': OF_PEOPLE_AND_RULES,
            },
        },
    ),
    'guide': Place(documented, {}),
    'import': Place(
        lambda model: import_form(model).base_fields,
        {
            ProxmoxCluster: OF_LINK,
            ProxmoxNode: {
                **TIMES,
                **OF_ABSENCE,
                **OF_LINK,
                **FOLLOWED,
                **dict.fromkeys(('proxmox_cluster', 'local', 'ssl_fingerprint', 'support_level'), READ_SOON),
                **dict.fromkeys(('pve_version', *METRICS), READ_SOON),
            },
        },
    ),
}


def without_id(columns: Collection[str]) -> list[str]:
    return [name.removesuffix('_id') if name == 'proxmox_cluster_id' else name for name in columns]


def own_fields(model: Any) -> list[Any]:
    """The columns that this plugin gave a model; `PrimaryModel` has its own places for its own."""
    of_netbox = {'id', *(field.name for field in PrimaryModel._meta.get_fields())}
    return [field for field in model._meta.concrete_fields if field.name not in of_netbox]


@pytest.mark.parametrize('place', PLACES)
@pytest.mark.parametrize('model', MODELS)
def test_every_field_is_in_every_place(model: Any, place: str) -> None:
    listed, excepted = PLACES[place].listed(model), PLACES[place].excepted.get(model, {})
    names = {field.name for field in own_fields(model)}

    assert names - set(listed) == set(excepted), f'{place} of {model.__name__}'


@pytest.mark.parametrize(
    ('model', 'parts', 'in_reading'),
    [
        (ProxmoxCluster, (Topology,), {}),
        (ProxmoxNode, (NodeTopology, NodeMetrics), {'proxmox_cluster': 'in_cluster'}),
    ],
)
def test_what_a_sync_writes_is_read_and_compared(model: Any, parts: Any, in_reading: Mapping[str, str]) -> None:
    written = {name for name in without_id(model.synced_fields) if name not in TIMES}
    expected = {in_reading.get(name, name) for name in written - set(METRICS)}
    endpoint, cluster, node = ProxmoxEndpoint(pk=1), ProxmoxCluster(pk=1), ProxmoxNode(pk=1, name='pve1')
    known = known_of(Rows(endpoint, cluster, nodes={'pve1': node}))
    planned = plan(Known(mode='', cluster=None, nodes=()), *a_full_reading())

    held: Mapping[Any, Any] = {ProxmoxCluster: known.cluster, ProxmoxNode: known.nodes[0]}
    wanted: Mapping[Any, Any] = {ProxmoxCluster: planned.cluster, ProxmoxNode: planned.nodes[0]}
    assert set(held[model].fields) == expected
    assert set(wanted[model].fields) == expected
    read = {field.name for part in parts for field in fields(part)}
    assert written - read - set(ABSENCE) == set(in_reading)


def a_full_reading() -> tuple[Topology, Metrics]:
    """A reading that knows all that one can know."""
    member: dict[str, Any] = {'node_id': 1, 'ip_address': '192.0.2.1', 'online': True, 'local': True}
    node = NodeTopology(name='pve1', support_level='c', **member)
    whole: dict[str, Any] = {'cluster_id': 'lab', 'nodes_count': 1, 'quorate': True, 'version': 1}
    topology = Topology(mode='cluster', name='lab', nodes=(node,), **whole)
    measured = NodeMetrics(name='pve1', ssl_fingerprint='AA', pve_version='8.4.1', cpu_usage=0.5)
    return topology, Metrics(nodes=(measured,))
