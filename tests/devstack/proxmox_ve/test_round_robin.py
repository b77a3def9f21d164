"""The round-robin data of the simulated nodes: rows, fields and steps of both generations, and gaps."""

from collections.abc import Mapping
from typing import Any

import pytest

from devstack.proxmox_ve import transitions
from devstack.proxmox_ve.answers import Answer, Question
from devstack.proxmox_ve.estate import Estate
from devstack.proxmox_ve.estates import ESTATES
from devstack.proxmox_ve.metrics import metrics_at
from devstack.proxmox_ve.rights import AUDITOR, NOTHING, Acl, Rights
from devstack.proxmox_ve.routes import answer
from tests.sources.proxmox_ve.captured import captured_answer, captured_data

LAB, DC = ESTATES['lab'], ESTATES['dc']
NOW, TIME = 1_790_000_000.0, 5_000.0


def ask(estate: Estate, node: str, *, acl: Acl = AUDITOR, **parameters: str) -> Answer:
    question = Question(
        method='GET',
        path=f'/nodes/{node}/rrddata',
        parameters=parameters,
        estate=estate,
        asked=estate.nodes[0],
        time=TIME,
        now=NOW,
        rights=Rights((acl,)),
    )
    return answer(question)


def rows(estate: Estate, node: str, timeframe: str = 'hour') -> list[Mapping[str, Any]]:
    given = ask(estate, node, timeframe=timeframe, cf='AVERAGE')
    assert (given.status, type(given.data)) == (200, list)
    return given.data  # type: ignore[return-value]


def gaps(found: list[Mapping[str, Any]]) -> list[float]:
    """The simulated times of rows with nothing but their time."""
    return [TIME - (NOW - row['time']) for row in found if row.keys() == {'time'}]


@pytest.mark.parametrize(
    ('estate', 'node', 'timeframe', 'count', 'step'),
    [
        (LAB, 'pve1', 'hour', 70, 60),
        (LAB, 'pve1', 'day', 70, 1_800),
        (LAB, 'pve1', 'week', 70, 10_800),
        (DC, 'ams1-hv-01', 'hour', 60, 60),
        (DC, 'ams1-hv-01', 'day', 1_440, 60),
        (DC, 'ams1-hv-01', 'week', 336, 1_800),
    ],
)
def test_the_steps_are_those_of_the_release(estate: Estate, node: str, timeframe: str, count: int, step: int) -> None:
    found = rows(estate, node, timeframe)
    times = [row['time'] for row in found]
    assert times == list(range(times[-1] - (count - 1) * step, times[-1] + step, step))
    assert NOW - step < times[-1] <= NOW
    assert found[0].keys() == captured_data(f'node-rrddata-{9 if estate is DC else 8}')[0].keys()


def test_the_last_row_has_the_metrics_of_its_time() -> None:
    last = rows(LAB, 'pve2')[-1]
    metrics = metrics_at(LAB, LAB.nodes[1], TIME - (NOW - last['time']))
    assert (last['cpu'], last['memused'], last['memtotal']) == (metrics.cpu, metrics.memory, LAB.nodes[1].memory)


def test_a_node_that_is_down_has_values_until_then() -> None:
    down = transitions.set_online(LAB, 'pve3', False, time=4_000)
    assert all(time > 4_000 for time in gaps(rows(down, 'pve3')))
    back = transitions.set_online(down, 'pve3', True, time=4_600)
    assert len(gaps(rows(down, 'pve3'))) > len(gaps(rows(back, 'pve3'))) == 10
    assert gaps(rows(LAB, 'pve3')) == []
    assert len(gaps(rows(DC, 'ams1-hv-04'))) == 60


def test_statistics_that_stop_leave_a_gap_too() -> None:
    stopped = transitions.set_statistics(LAB, 'pve1', False, time=4_400)
    assert len(gaps(rows(stopped, 'pve1'))) == 10
    assert len(gaps(rows(transitions.set_statistics(stopped, 'pve1', True, time=4_700), 'pve1'))) == 5


def test_a_member_that_has_just_joined_has_no_past() -> None:
    joined = transitions.add_node(LAB, 'pve4', '10.10.0.14', time=4_400)
    assert len(gaps(rows(joined, 'pve4'))) == 60


def test_an_unknown_node_has_no_file() -> None:
    refused = ask(DC, 'pier9', timeframe='hour')
    assert (refused.status, refused.reason) == (500, captured_answer('node-rrddata-500-unknown-node').reason)


def test_parameters_and_rights_are_looked_at() -> None:
    assert ask(LAB, 'pve1').errors == {'timeframe': 'property is missing and it is not optional'}
    assert ask(LAB, 'pve1', timeframe='hour', cf='LAST').errors.keys() == {'cf'}
    assert ask(LAB, 'pve1', timeframe='minute').errors.keys() == {'timeframe'}
    assert ask(LAB, 'pve1', timeframe='hour', acl=NOTHING).status == 403
