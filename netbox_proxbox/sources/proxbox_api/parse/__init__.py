"""Answers of proxbox-api become frozen records here: pure functions that raise nothing but our own errors."""

from .membership import parse_configured_members
from .metrics import parse_first_node, parse_node_listing, parse_node_resources
from .topology import has_cluster_named, parse_topology

__all__ = (
    'has_cluster_named',
    'parse_configured_members',
    'parse_first_node',
    'parse_node_listing',
    'parse_node_resources',
    'parse_topology',
)
