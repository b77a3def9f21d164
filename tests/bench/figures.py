"""What is measured: whole syncs of a three-node cluster, asked for through NetBox's REST API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from time import perf_counter

from tests.integration.netbox import PLUGIN, NetBox

__all__ = ('Figure', 'measure', 'ratio')


@dataclass(frozen=True)
class Figure:
    """Seconds of several rounds, and what they should stay below."""

    name: str
    target: float
    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return median(self.seconds)


def measure(netbox: NetBox, endpoints: Mapping[str, tuple[int, float]], rounds: int) -> list[Figure]:
    """Sync the endpoints in turn, round after round, so that a slow moment of the machine meets all of them."""
    ends: dict[str, list[float]] = {name: [] for name in endpoints}
    answers: list[float] = []
    for _ in range(rounds):
        for name, (endpoint, _target) in endpoints.items():
            started = perf_counter()
            run = netbox.request_sync(endpoint).id
            answers.append(perf_counter() - started)
            netbox.ended(run)
            ends[name].append(_seconds_of(netbox, run))
    figures = [Figure(name, target, ends[name]) for name, (_, target) in endpoints.items()]
    return [*figures, Figure('POST endpoints/{id}/sync/, request to answer', 0.15, answers)]


def ratio(one: Figure, other: Figure) -> float:
    """How many times as long the one takes, by their medians."""
    return one.median / other.median


def _seconds_of(netbox: NetBox, run: int) -> float:
    """From the request to the end, both by PostgreSQL's clock."""
    row = netbox.get(f'{PLUGIN}/sync-runs/{run}/')
    if row['status']['value'] != 'succeeded':
        raise RuntimeError(f'run {run} ended as {row["status"]["value"]}: {row["cause"]}')
    return (datetime.fromisoformat(row['ended_at']) - datetime.fromisoformat(row['requested_at'])).total_seconds()
