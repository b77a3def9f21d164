"""An endpoint whose estate changes between two states: each sync that is broken has rows to add, change and delete."""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Self

from tests.integration.endpoints import Endpoints
from tests.integration.services import Services
from tests.integration.waiting import wait_for
from tests.readings import cluster_of, metrics_of, node_named
from tests.sources.proxbox_api.scripted_backend import API_KEY, ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import DIRECTLY, THROUGH_PROXBOX_API, Way, authority

from .breakpoints import Halted
from .database import MEMBERS, Content, Database, Run
from .points import OF_A_REGISTRATION

__all__ = ('Scene',)

STAYS, CHANGES = node_named('pve1', ip_address='10.9.0.1'), {'name': 'pve2', 'ip_address': '10.9.0.2'}
STATES = (
    (STAYS, node_named(**CHANGES, online=True), node_named('pve3')),
    (STAYS, node_named(**CHANGES, online=False), node_named('pve4')),
)

MOST_SIGNS_OF_A_RUN = 60


def _through(endpoints: Endpoints, server: ScriptedBackend) -> int:
    backend = endpoints.add_backend('guarantees', server.connection().url, API_KEY, timeout=2)
    return endpoints.add('lab', backend)


def _directly(endpoints: Endpoints, server: ScriptedBackend) -> int:
    return endpoints.add('lab', None, port=server.port, ca_certificate=authority(), use_other_members=False)


class Scene:
    """One endpoint, its estate, and what must hold whatever breaks."""

    def __init__(self, services: Services, estate: Estate, endpoint: int, database: Database) -> None:
        self.services = services
        self.estate = estate
        self.endpoint = endpoint
        self.database = database
        self._state = 0
        self._clean: list[Content] = []
        self._is_in_step = True

    @classmethod
    @contextmanager
    def made(cls, services: Services, way: Way = THROUGH_PROXBOX_API) -> Iterator[Self]:
        """An endpoint that has been through both states in clean syncs."""
        endpoints = Endpoints(services.netbox, services.simulator)
        estate = way.estate(cluster_of(*STATES[0]), metrics_of('pve1'))
        with way.serving(estate) as server, Database.of(services) as database:
            added = _directly(endpoints, server) if way is DIRECTLY else _through(endpoints, server)
            scene = cls(services, estate, added, database)
            scene._learn_what_clean_syncs_make()
            yield scene
            scene.check_that_all_was_told()
            endpoints.remove_all()

    @property
    def name(self) -> str:
        return f'cluster of endpoint {self.endpoint}'

    @property
    def expected(self) -> Content:
        """What a clean sync makes of the estate as it is."""
        return self._clean[self._state]

    def change_estate(self) -> None:
        """Let a node go, one come, and one change. What an earlier test left undone is done first."""
        if not self._is_in_step:
            self._get_in_step()
        self._is_in_step = False
        self._state = 1 - self._state
        nodes = STATES[self._state]
        self.estate.topology = cluster_of(*nodes, name=self.name, cluster_id=f'cluster {self._state}')
        self.estate.metrics = metrics_of(*(node.name for node in nodes))
        self.estate.failing.clear()

    def request(self) -> int:
        """Ask NetBox for a sync and return the id of the run."""
        return self.services.netbox.request_sync(self.endpoint).id

    def halted_at(self, *points: str) -> tuple[int, Halted]:
        """Change the estate, ask for a sync, and return its run with the process that waits at the first point.

        It will wait at the other points, too.
        """
        self.change_estate()
        if not OF_A_REGISTRATION.isdisjoint(points):
            self.database.forget_registration(self.endpoint)
        self.arm(*points)
        run_id = self.request()
        return run_id, self.services.breakpoints.halted(points[0])

    def arm(self, *points: str, newer_than: int | None = None) -> None:
        """Have the worker wait at these points, by default for a run that there is not yet."""
        newest = self.database.newest_runs(1)[0] if newer_than is None else newer_than
        for point in points:
            self.services.breakpoints.arm(point, newer_than=newest)

    def synced(self) -> Run:
        """Sync, which must succeed."""
        run = self.ended(self.request())
        assert (run.status, run.error_code, run.warnings) == ('succeeded', '', []), run
        return run

    def ended(self, run_id: int, *, within: float = 60.0) -> Run:
        """Wait for the end of a run."""
        wait_for(lambda: not self.database.run(run_id).is_active, within=within, every=0.02)
        return self.database.run(run_id)

    def wait_for_stages(self, run_id: int, number: int) -> None:
        """Wait until so many stages of a run are over, whichever way."""

        def over() -> int:
            notes = self.database.run(run_id).stages.values()
            return sum(note['state'] in ('done', 'failed') for note in notes)

        wait_for(lambda: over() >= number, every=0.02)

    def settled(self, run_id: int, *, patience: float = 1.5) -> Run:
        """Wait for the end of a run; whenever nothing was heard of it for `patience` seconds, let it get lost.

        Each time takes twice as long as the one before, so that no sweep overtakes what the last one has begun.
        """
        heard = self.database.run(run_id)
        for _ in range(MOST_SIGNS_OF_A_RUN):
            if not heard.is_active:
                return heard
            before = heard
            with suppress(TimeoutError):
                self._wait_for_a_sign(before, patience)
            heard = self.database.run(run_id)
            if heard == before:
                self.services.give_up_what_is_silent()
                patience = min(2 * patience, 24.0)
        raise TimeoutError(f'run {run_id} does not end: {heard}')

    def check(self, run: Run, statuses: Collection[str]) -> None:
        """A broken run ended as it may, it deleted nothing wrongly, and the next one makes up for it."""
        assert run.status in statuses, (run.status, run.cause)
        assert run.status == 'succeeded' or run.cause
        kept = self.database.content(self.endpoint).nodes.keys()
        assert kept >= self.names(self._state) & self.names(1 - self._state)
        assert run.status == 'succeeded' or kept >= self.names(1 - self._state)
        self.check_what_holds_after(run, self.synced())

    def check_that_it_is_in_step(self) -> None:
        """The rows are those of a clean sync."""
        assert self.database.content(self.endpoint) == self.expected
        self._is_in_step = True

    def check_what_holds_after(self, *runs: Run) -> None:
        """The rows are those of one clean sync, each change was made and told once, and nobody holds anything."""
        assert self.database.changes(runs) == self._once_each()
        assert self.database.told(runs) == Counter(MEMBERS)
        assert self.database.active_runs(self.endpoint) == 0
        wait_for(lambda: self.database.held_locks() == 0, within=10, every=0.02)
        self.check_that_it_is_in_step()

    def check_that_all_was_told(self) -> None:
        """No event stays in the outbox, whatever became of the bell that was rung for it."""
        if self.database.unsent():
            self.database.let_claims_expire()
            self.services.sweep()
        wait_for(lambda: self.database.unsent() == 0, every=0.1)

    def _get_in_step(self) -> None:
        for run_id in self.database.active_run_ids():
            self.settled(run_id)
        self.synced()

    def _wait_for_a_sign(self, before: Run, patience: float) -> None:
        wait_for(lambda: self.database.run(before.id) != before, within=patience, every=0.02)

    @staticmethod
    def names(state: int) -> set[str]:
        return {node.name for node in STATES[state]}

    def _once_each(self) -> Counter[tuple[str, str]]:
        new, old = self.names(self._state), self.names(1 - self._state)
        added, removed = (('create', name) for name in new - old), (('delete', name) for name in old - new)
        return Counter([*added, *removed, ('update', 'pve2'), ('update', self.name)])

    def _learn_what_clean_syncs_make(self) -> None:
        self._clean = []
        for _ in STATES:
            self.change_estate()
            self.synced()
            self._clean.insert(0, self.database.content(self.endpoint))
            self._is_in_step = True
