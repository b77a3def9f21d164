"""No part of an answer is believed for the whole, wherever it is damaged: what it lacks would be deleted."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.errors import ProxboxError, ReadingIncomplete
from netbox_proxbox.sources.proxbox_api.parse import parse_topology
from netbox_proxbox.sources.records import EndpointRef, Topology
from netbox_proxbox.sync.plan import absent_nodes, plan
from tests.sources.proxbox_api.captured import captured_body
from tests.sync.known_rows import NOTHING, after

HONEST: list[dict[str, Any]] = captured_body('cluster3_cluster_status')
NAMES = {node['name'] for node in HONEST[0]['node_list']}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)

type Path = tuple[Any, ...]


def read(answer: object) -> Topology:
    return parse_topology(answer, EndpointRef(name='lab', record_id=1), 'main')


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """Lead to everything within a value, and to itself."""
    yield above
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from paths(part, (*above, key))


def replaced(path: Path, value: Any) -> Any:
    if not path:
        return value
    answer = deepcopy(HONEST)
    place: Any = answer
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return answer


def deleted_by(topology: Topology) -> set[str]:
    """The nodes that a sync deletes which held all of them."""
    known = after(plan(NOTHING, read(HONEST), None), NOTHING)
    gone = absent_nodes(known, topology)
    return {row.name for row in known.nodes if row.pk in gone}


@given(st.sets(st.sampled_from(sorted(NAMES)), min_size=1))
def test_an_answer_that_lacks_nodes_is_never_believed(missing: set[str]) -> None:
    answer = deepcopy(HONEST)
    answer[0]['node_list'] = [node for node in answer[0]['node_list'] if node['name'] not in missing]
    with pytest.raises(ReadingIncomplete):
        read(answer)


@given(st.sampled_from(list(paths(HONEST))), VALUES)
def test_what_is_damaged_in_one_place_deletes_nothing_but_what_was_renamed_there(path: Path, value: Any) -> None:
    try:
        topology = read(replaced(path, value))
    except ProxboxError:
        return
    is_a_name = path[-1:] == ('name',) and 'node_list' in path
    renamed = {HONEST[0]['node_list'][path[2]]['name']} if is_a_name else set()
    assert deleted_by(topology) <= renamed
