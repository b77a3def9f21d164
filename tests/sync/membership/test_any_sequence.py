"""Whatever is read, and whatever people decide: no row is deleted that nobody confirmed and no rule names."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from users.models import User

from netbox_proxbox.errors import DuplicateCluster, ReadingHeld
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.runs.hold import hold
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sync import decide
from netbox_proxbox.sync.decide_reading import believe, rename
from tests.builders import an_endpoint, written
from tests.readings import cluster_of, numbered, standalone_host

pytestmark = pytest.mark.django_db

LIMIT = 30
MEMBERS = numbered(4)
NEW_NAMES = ('ams1', 'ams2', 'ams3', 'ams4')
# True readings, such with nodes that are gone, standalone-looking ones, other clusters, and renamed and older ones.
READINGS = st.one_of(
    st.builds(
        lambda nodes, version, name: cluster_of(*nodes, name=name, version=version),
        st.lists(st.sampled_from(MEMBERS), min_size=1, unique_by=lambda node: node.name),
        st.integers(4, 6),
        st.sampled_from(['lab', 'prod']),
    ),
    st.sampled_from(MEMBERS).map(lambda node: standalone_host(node.name)),
    st.lists(st.sampled_from(NEW_NAMES), min_size=1, unique=True).map(lambda names: cluster_of(*names, name='ams')),
    st.just(standalone_host('backup01')),
)
DECISIONS = st.sampled_from(['', '', 'believe', 'rename', 'confirm', 'keep'])
# No reading stands for the same one again.
STEPS = st.lists(st.tuples(DECISIONS, st.none() | READINGS), min_size=2, max_size=10)


@pytest.fixture
def ada(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody who may decide everything; what is asked for is read as the next step says."""
    for module in ('decide', 'decide_reading'):
        monkeypatch.setattr(f'netbox_proxbox.sync.{module}.request_sync', lambda *args, **kwargs: None)
    user: User = User.objects.create_superuser('ada')
    return user


def decided(endpoint: ProxmoxEndpoint, decision: str, user: User) -> None:
    """Decide, if there is anything to decide so."""
    try:
        match decision:
            case 'believe':
                believe(endpoint, user, trigger='api')
            case 'rename':
                rename(endpoint, user, trigger='api')
            case 'confirm':
                decide.confirm(endpoint, None, user, trigger='api')
            case 'keep':
                decide.keep(endpoint, None, user)
    except ValidationError:
        pass


def synced(endpoint: ProxmoxEndpoint, reading: Topology) -> bool:
    """Write a reading as a sync does, and tell whether it was believed."""
    try:
        with transaction.atomic():
            written(endpoint, reading)
    except ReadingHeld as held:
        hold(endpoint.pk, held, 1)
        return False
    except DuplicateCluster:
        return False
    return True


def nodes() -> dict[int, ProxmoxNode]:
    return {node.pk: node for node in ProxmoxNode.objects.all()}


def test_no_row_goes_that_nobody_confirmed_and_no_rule_names(ada: User) -> None:
    @settings(deadline=None)
    @given(steps=STEPS)
    def walk(steps: list[tuple[str, Topology | None]]) -> None:
        with transaction.atomic():
            endpoint = an_endpoint(deletion_limit=LIMIT)
            reading = cluster_of(*MEMBERS, name='lab')
            written(endpoint, reading)
            for decision, answer in steps:
                reading = answer or reading
                step(endpoint, decision, reading)
            transaction.set_rollback(True)

    def step(endpoint: ProxmoxEndpoint, decision: str, reading: Topology) -> None:
        decided(endpoint, decision, ada)
        asked, before = ProxmoxEndpoint.objects.get(), nodes()
        clusters = set(ProxmoxCluster.objects.values_list('pk', flat=True))

        is_believed = synced(endpoint, reading)

        gone = before.keys() - nodes().keys()
        is_decided = is_believed and asked.held_decision == 'believe'
        confirmed = set(asked.held_reading.get('confirmed', ())) if is_decided else set()
        by_rule = [before[pk] for pk in gone - confirmed if not before[pk].deletion_confirmed]
        assert is_believed or not gone
        assert is_decided or clusters <= set(ProxmoxCluster.objects.values_list('pk', flat=True))
        assert not any(node.is_held or node.missing_because == 'kept' for node in by_rule)
        assert not by_rule or len(gone) == 1 or len(gone) * 100 <= LIMIT * len(before)
        assert not is_believed or ProxmoxEndpoint.objects.get().held_because == ''

    walk()
