"""What records of a sync are news of, without a database."""

from typing import Any

import pytest

from netbox_proxbox.events import names
from netbox_proxbox.events.news import News, Node, as_one, calmed, news_of, unrest_of, with_quorum
from netbox_proxbox.events.types import EVENT_TYPES, TROUBLE
from netbox_proxbox.events.words import sentence_of

PVE1, PVE2, PVE3 = (Node(number, f'pve{number}') for number in (1, 2, 3))


def record(model: str, action: str, pk: int = 1, **fields: list[Any]) -> dict[str, Any]:
    return {
        'action': action,
        'object_type': f'netbox_proxbox.proxmox{model}',
        'object_id': pk,
        'name': f'pve{pk}',
        'fields': fields,
    }


def node(pk: int = 1, **fields: list[Any]) -> dict[str, Any]:
    return record('node', 'update', pk, **fields)


@pytest.mark.parametrize(
    ('of', 'expected'),
    [
        (node(online=[True, False], local=[True, False]), [names.NODE_OFFLINE]),
        (node(online=[False, True]), [names.NODE_ONLINE]),
        (node(missing_because=['rule', ''], online=[False, True]), [names.NODE_ONLINE]),
        (node(missing_because=['', 'rule'], online=[True, False]), [names.NODE_MISSING]),
        (node(missing_because=['rule', 'tag']), []),
        (node(missing_because=['', 'limit'], online=[True, False]), [names.DELETION_HELD]),
        (node(missing_because=['rule', 'all-nodes']), [names.DELETION_HELD]),
        (node(missing_because=['limit', 'all-nodes']), []),
        (node(proxmox_cluster=[None, 'lab']), [names.NODE_JOINED]),
        (node(proxmox_cluster=['lab', None]), [names.NODE_LEFT]),
        (node(pve_version=['8.4', '9.1'], netbox_device=[None, 4]), []),
        (record('node', 'create'), [names.NODE_JOINED]),
        (record('node', 'delete'), [names.NODE_LEFT]),
        (record('cluster', 'update', quorate=[True, False]), [names.QUORUM_LOST]),
        (record('cluster', 'update', quorate=[False, True]), [names.QUORUM_REGAINED]),
        (record('cluster', 'update', name=['a', 'b']), []),
        (record('cluster', 'create'), []),
        (record('endpoint', 'update', mode=['cluster', 'standalone']), [names.MODE_CHANGED]),
        (record('endpoint', 'update', mode=['undefined', 'cluster']), []),
    ],
)
def test_a_change_is_news_of_one_type_or_none(of: dict[str, Any], expected: list[str]) -> None:
    assert [each.event for each in news_of([of])] == expected


def test_nodes_of_one_reading_are_told_together_with_what_they_have_in_common() -> None:
    (news,) = news_of([node(1, online=[True, False]), node(2, online=[True, False], local=[True, False])])

    assert (news.nodes, news.fields) == ((PVE1, PVE2), {'online': [True, False]})


def test_nodes_of_a_new_endpoint_and_members_of_another_mode_are_no_news_of_their_own() -> None:
    assert news_of([record('node', 'create')], is_first=True) == []
    turned = [record('endpoint', 'update', mode=['cluster', 'standalone']), node(proxmox_cluster=['lab', None])]
    assert [each.event for each in news_of(turned)] == [names.MODE_CHANGED]


def test_a_node_flaps_from_the_change_after_the_limit_until_it_is_steady() -> None:
    history = [([names.NODE_OFFLINE], [1]), ([names.NODE_ONLINE], [1, 2])] * 2
    offline = News(event=names.NODE_OFFLINE, nodes=(PVE1, PVE2))

    changes, flapping = unrest_of(history)
    assert (changes, flapping) == ({1: 4, 2: 2}, set())
    told = calmed([offline], changes, flapping, 4)
    assert [(each.event, each.nodes) for each in told] == [
        (names.NODE_OFFLINE, (PVE2,)),
        (names.NODE_FLAPPING, (PVE1,)),
    ]

    changes, flapping = unrest_of([*history, ([names.NODE_FLAPPING], [1])])
    assert (changes, flapping) == ({2: 2}, {1})
    assert [each.nodes for each in calmed([offline], changes, flapping, 4)] == [(PVE2,)]

    for rest in ([names.NODE_STEADY], [names.NODE_OFFLINE, names.NODE_STEADY]):
        changes, flapping = unrest_of([*history, ([names.NODE_FLAPPING], [1]), (rest, [1])])
        assert (changes, flapping) == ({2: 2}, set())
        assert calmed([offline], changes, flapping, 4) == [offline]


def test_a_node_that_is_missing_again_and_again_flaps_and_other_news_of_it_are_told() -> None:
    missing, held = (News(event=event, nodes=(PVE1,)) for event in (names.NODE_MISSING, names.DELETION_HELD))

    assert [each.event for each in calmed([missing], {1: 4}, (), 4)] == [names.NODE_FLAPPING]
    assert calmed([missing, held], {}, {1}, 4) == [held]


def test_a_quorum_that_changes_too_often_is_left_out_and_not_as_one_that_is_there() -> None:
    lost, regained, joined = (
        News(event=event) for event in (names.QUORUM_LOST, names.QUORUM_REGAINED, names.NODE_JOINED)
    )
    told = [names.QUORUM_LOST, names.QUORUM_REGAINED] * 2
    assert with_quorum([lost, regained, joined], told[:3], 4) == [lost, regained, joined]
    assert with_quorum([lost, regained, joined], told, 4) == [lost, joined]
    assert with_quorum([lost, regained, joined], [*told, names.QUORUM_LOST], 4) == [joined]


def test_what_comes_to_rest_offline_says_so() -> None:
    offline = News(event=names.NODE_OFFLINE, nodes=(PVE1,), fields={'online': (None, False)}, also=(names.NODE_STEADY,))

    assert sentence_of(offline, 'lab') == 'pve1 of lab is steady again, and offline.'


def test_a_cluster_that_goes_down_as_a_whole_is_one_event() -> None:
    lost, offline = News(event=names.QUORUM_LOST), News(event=names.NODE_OFFLINE, nodes=(PVE2, PVE3))

    (one,) = as_one([offline, lost])

    assert (one.event, one.nodes, one.also) == (names.QUORUM_LOST, (PVE2, PVE3), (names.NODE_OFFLINE,))
    assert sentence_of(one, 'lab') == 'lab lost its quorum. 2 nodes of lab went offline: pve2, pve3.'
    assert as_one([offline]) == [offline]


def test_netbox_can_keep_the_names_and_says_each_in_words() -> None:
    assert {each.name for each in EVENT_TYPES} == {getattr(names, name) for name in names.__all__}
    assert max(len(each.name) for each in EVENT_TYPES) <= 50
    assert len({str(each) for each in EVENT_TYPES}) == len(EVENT_TYPES)
    assert names.NODE_OFFLINE in TROUBLE
    assert names.NODE_ONLINE not in TROUBLE


@pytest.mark.parametrize(
    ('modes', 'words'),
    [
        (('standalone', 'cluster'), 'solo was a standalone host and is a cluster now.'),
        (('cluster', 'standalone'), 'solo was a cluster and is a standalone host now.'),
    ],
)
def test_a_mode_that_changed_is_told_in_words(modes: tuple[str, str], words: str) -> None:
    assert sentence_of(News(event=names.MODE_CHANGED, fields={'mode': modes}), 'solo') == words
