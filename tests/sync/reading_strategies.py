"""Any reading that the parser could return, for properties that hold for all of them."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from netbox_proxbox.sources.records import Metrics, NodeMetrics, NodeTopology, Topology

__all__ = ('elsewhere', 'looks_standalone', 'metrics', 'topologies')

# Few names, and some that differ in case only, so that readings meet each other's nodes.
NAMES = st.sampled_from(['pve1', 'PVE1', 'pve2', 'Pve2', 'pve.dc-1.example.net', 'ÄÖ', 'äö', 'n' * 255])
ADDRESSES = st.none() | st.ip_addresses().map(str)
BIG = st.integers(0, 2**63 - 1)
SMALL = st.integers(0, 2**31 - 1)


def _node(name: str) -> st.SearchStrategy[NodeTopology]:
    return st.builds(
        NodeTopology,
        name=st.just(name),
        node_id=SMALL,
        ip_address=ADDRESSES,
        online=st.booleans(),
        local=st.booleans(),
        support_level=st.sampled_from(['', 'c', 'p']),
    )


def _metrics(name: str) -> st.SearchStrategy[NodeMetrics]:
    return st.builds(
        NodeMetrics,
        name=st.just(name),
        cpu_usage=st.floats(0, 1),
        max_cpu=SMALL,
        memory_usage=BIG,
        max_memory=BIG,
        uptime=SMALL,
        ssl_fingerprint=st.none() | st.just('AB:CD'),
        support_level=st.none() | st.sampled_from(['', 'b']),
    )


def _each(names: list[str], build: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(build(name) for name in names))


@st.composite
def topologies(draw: st.DrawFn) -> Topology:
    """A complete topology of either mode."""
    is_cluster = draw(st.booleans())
    names = draw(st.lists(NAMES, min_size=1, max_size=6 if is_cluster else 1, unique=True))
    nodes = draw(_each(names, _node))
    return Topology(
        mode='cluster' if is_cluster else 'standalone',
        name=draw(st.sampled_from(['lab', 'Lab', 'prod'])) if is_cluster else names[0],
        cluster_id=draw(st.sampled_from(['', 'cluster'])),
        nodes_count=len(nodes),
        quorate=draw(st.booleans()),
        version=draw(st.none() | SMALL),
        nodes=nodes,
    )


def looks_standalone() -> st.SearchStrategy[Topology]:
    """A member of a cluster, known or not, that answers for itself alone."""
    return topologies().filter(lambda topology: topology.mode == 'standalone')


@st.composite
def elsewhere(draw: st.DrawFn) -> Topology:
    """A cluster of nodes that no other strategy names, under whatever name."""
    names = draw(st.lists(st.sampled_from(['ams1', 'ams2', 'ams3']), min_size=1, unique=True))
    nodes = draw(_each(names, _node))
    return replace(draw(topologies()), mode='cluster', nodes=nodes, nodes_count=len(nodes))


def metrics() -> st.SearchStrategy[Metrics | None]:
    """Metrics of some nodes, or none at all."""
    listed = st.lists(NAMES, min_size=1, max_size=8, unique=True).flatmap(lambda names: _each(names, _metrics))
    return st.none() | listed.map(lambda nodes: Metrics(nodes=nodes))
