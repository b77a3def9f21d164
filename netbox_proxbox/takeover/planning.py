"""What a takeover would do, found out without changing anything."""

from dataclasses import dataclass

from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from netbox_proxbox.database.namesake import APP
from netbox_proxbox.secrets.encryption import is_key_set

from .belongings import counted
from .kinds import keys_of_kinds, keys_of_others
from .permissions import permissions_left, unlike_filters
from .state import TakeoverRefused, rows_by_table
from .upstream import Upstream, waiting_jobs, what_comes_over

__all__ = ('Plan', 'plan')

# Their migrations are applied in the course of a takeover.
OURS = (APP, 'django_celery_beat')
SECRETS = ('password', 'token_value', 'api_key')


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes over and what does not. `with_it` and `without_it` count rows of NetBox, by what they are called."""

    upstream: Upstream
    tables: dict[str, int]
    with_it: dict[str, int]
    without_it: dict[str, int]
    permissions_left: list[str]
    unlike_filters: list[str]
    waiting_jobs: int
    through: str | None
    lacks_key: bool


def plan(through: str | None = None) -> Plan:
    """Find out what there is. Raises TakeoverRefused."""
    _refuse_without_migrations()
    upstream, kinds = what_comes_over(through), keys_of_kinds()
    return Plan(
        upstream,
        rows_by_table(),
        counted(kinds),
        counted(keys_of_others()),
        sorted(permissions_left(kinds).values()),
        sorted(unlike_filters(kinds)),
        waiting_jobs().count(),
        through,
        lacks_key=not is_key_set() and _has_secrets(upstream),
    )


def _has_secrets(upstream: Upstream) -> bool:
    rows = (*upstream.backends, *upstream.endpoints)
    return any(row.fields.get(name) for row in rows for name in SECRETS)


def _refuse_without_migrations() -> None:
    """See to it that NetBox's own tables are those of its release: this plugin keeps `netbox migrate` from it."""
    try:
        executor = MigrationExecutor(connection)
    except NodeNotFoundError as error:
        told = _('The migrations of another plugin go with upstream: {error} Take it out of PLUGINS.')
        raise TakeoverRefused(told.format(error=error)) from None
    missing = executor.migration_plan([node for node in executor.loader.graph.leaf_nodes() if node[0] not in OURS])
    if missing:
        told = _(
            "NetBox or another plugin has migrations to apply first, {number} of them: take '{app}' out of PLUGINS, "
            "run 'netbox migrate', and put it in again."
        )
        raise TakeoverRefused(told.format(number=len(missing), app=APP))
