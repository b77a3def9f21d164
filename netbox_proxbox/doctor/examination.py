"""All sections of the doctor, in an order in which the first error often explains the others."""

from collections.abc import Callable, Iterator

from django.db import Error as DatabaseFailure
from django.utils.translation import gettext as _

from netbox_proxbox import health
from netbox_proxbox.health.findings import Finding, Level, Section, worst_of

from .connections import connections
from .database import bound_waiting, migrations, server
from .flower import flower
from .packages import packages
from .redis_policy import redis_policy
from .secrets import keys, secrets

__all__ = ('examine',)


type Check = Callable[[], list[Finding]]

BROKER: list[Check] = [health.broker, health.result_store, health.subscriptions, redis_policy]


def examine(*, seconds: float) -> Iterator[Section]:
    """Yield each section when it is ready; `seconds` is what all tests of backends and endpoints may take."""
    bound_waiting()
    yield Section(_('Settings'), [*keys(), *packages(), *health.top_level()])
    database = _looked_at(server)
    yield Section(_('Database'), database)
    if worst_of(database) is Level.ERROR:
        yield from _sections([(_('Broker'), BROKER), (_('Flower'), [flower])])
        yield Section(_('The rest'), [Finding(_('All else'), Level.NOT_TRIED, _('This needs the database.'))])
        return
    yield from _sections(_parts())
    yield from _connections(seconds)


def _parts() -> list[tuple[str, list[Check]]]:
    return [
        (_('Migrations and secrets'), [migrations, secrets]),
        (_('Broker'), BROKER),
        (_('Worker and beat'), [health.workers, health.beats]),
        (_('Queues'), [health.queues]),
        (_('Schedule'), [health.endpoints, health.load]),
        (_('Last syncs'), [health.last_syncs, health.events]),
        (_('Flower'), [flower]),
    ]


def _sections(parts: list[tuple[str, list[Check]]]) -> Iterator[Section]:
    for title, checks in parts:
        yield Section(title, [finding for check in checks for finding in _looked_at(check)])


def _connections(seconds: float) -> Iterator[Section]:
    try:
        yield from connections(seconds=seconds)
    except DatabaseFailure as error:
        yield Section(_('Backends'), [_failed(error)])


def _looked_at(check: Check) -> list[Finding]:
    try:
        return check()
    except DatabaseFailure as error:
        return [_failed(error)]


def _failed(error: DatabaseFailure) -> Finding:
    """Return what is wrong with the database; the texts of its errors may hold logins."""
    told = _('It cannot be used ({error}).').format(error=type(error.__cause__ or error).__name__)
    cure = _("See that it runs, that this host reaches it and that DATABASES in NetBox's configuration is right.")
    return Finding(_('PostgreSQL'), Level.ERROR, told, cure)
