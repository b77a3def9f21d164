"""The answer of `GET /nodes`: a record for each member, in random order."""

from netbox_proxbox.errors import ReadingIncomplete
from netbox_proxbox.sources.node_rows import IncompleteRows, UnusableRows, node_metrics, warnings_of
from netbox_proxbox.sources.records import Metrics

__all__ = ('parse_nodes',)


def parse_nodes(found: object, endpoint: str) -> Metrics:
    """The metrics of all nodes. Raises ReadingIncomplete."""
    if not isinstance(found, list) or not found:
        raise ReadingIncomplete(endpoint, '', 'No node was listed with its metrics.')
    try:
        return Metrics(nodes=node_metrics(found), warnings=warnings_of(found))
    except (UnusableRows, IncompleteRows) as error:
        raise ReadingIncomplete(endpoint, '', str(error)) from None
