"""Answers of Proxmox VE become frozen records here: pure functions."""

from .membership import has_quorum_of_its_own, parse_configured_members
from .metrics import parse_nodes
from .topology import parse_topology

__all__ = (
    'has_quorum_of_its_own',
    'parse_configured_members',
    'parse_nodes',
    'parse_topology',
)
