"""The metrics of a node as smooth functions of simulated time: the same instant always gives the same metrics."""

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache

from .estate import Estate, Node

__all__ = (
    'Metrics',
    'metrics_at',
    'share',
)

WAVE_PERIODS = (97.0, 311.0, 1_733.0)
WAVE_SHARES = (0.5, 0.3, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """What a node reports of itself: a CPU fraction of 0 to 1, bytes used, and seconds since boot."""

    cpu: float
    memory: int
    disk: int
    uptime: int


def metrics_at(estate: Estate, node: Node, time: float) -> Metrics:
    """The metrics of one node of an estate, `time` seconds after the simulation began."""
    key = f'{estate.seed or estate.name}/{node.name}'
    return Metrics(
        cpu=round(_level(key, 'cpu', time, lowest=0.01, highest=0.85), 6),
        memory=int(node.memory * _level(key, 'memory', time / 7, lowest=0.15, highest=0.9)),
        disk=int(node.disk * _level(key, 'disk', time / 90, lowest=0.05, highest=0.7)),
        uptime=max(0, int(time - node.booted_at)),
    )


@lru_cache(maxsize=1_000_000)
def share(*key: object) -> float:
    """A number of 0 to 1 that depends on the key and on nothing else."""
    digest = hashlib.sha256('/'.join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def _level(key: str, kind: str, time: float, *, lowest: float, highest: float) -> float:
    """A level that wanders around the node's own middle and stays between the two bounds."""
    middle = lowest + (highest - lowest) * (0.2 + 0.6 * share(key, kind))
    reach = min(middle - lowest, highest - middle)
    waves = zip(WAVE_PERIODS, WAVE_SHARES, strict=True)
    swing = sum(part * math.sin(2 * math.pi * (time / period + share(key, kind, period))) for period, part in waves)
    return middle + reach * swing
