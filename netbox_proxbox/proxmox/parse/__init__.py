"""Answers of proxbox-api become frozen records here: pure functions that raise nothing but our own errors."""

from .metrics import parse_first_node, parse_node_listing, parse_node_resources
from .topology import has_cluster_named, parse_topology

__all__ = (
    'has_cluster_named',
    'parse_first_node',
    'parse_node_listing',
    'parse_node_resources',
    'parse_topology',
)
