"""Taking over, going back, and dropping what was kept: each in one transaction, as a whole or not at all."""

from io import StringIO
from pathlib import Path
from typing import Any

from core.models import Job
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netbox_proxbox.database.namesake import APP
from netbox_proxbox.models import ProxmoxCluster

from .belongings import forget_searches, set_aside
from .dump import new_dump
from .keeping import bring_tables_back, drop_tables, keep_rows, keep_tables
from .keys import last_key, let_keys_go_on
from .kinds import KINDS, RENAMED, keys_of_kinds, keys_of_others, rename
from .permissions import take_permissions_away
from .planning import Plan, plan
from .state import State, TakeoverRefused, state, tables
from .statements import run
from .upstream import waiting_jobs
from .words import no_key
from .writing import write

__all__ = ('drop_old', 'take_over', 'undo')

MIGRATIONS = 'django_migrations'


def take_over(dump: Path, through: str | None = None) -> Plan:
    """Take over, with a dump of upstream's tables. Raises TakeoverRefused, OSError."""
    with transaction.atomic(), new_dump(dump) as fill:
        _expect(State.UPSTREAM)
        planned = plan(through)
        if planned.lacks_key:
            raise TakeoverRefused(no_key())
        _put_away(planned)
        rename(*RENAMED)
        call_command('migrate', APP, interactive=False, verbosity=0)
        write(planned.upstream)
        call_command('reindex', APP, stdout=StringIO())
        run('SET CONSTRAINTS ALL IMMEDIATE')
        # The file holds secrets: what fails must fail before. What it shows has not changed since it was put away.
        fill()
    return planned


def undo() -> None:
    """Give the database back to upstream's plugin. What this one has learned since is lost. Raises TakeoverRefused."""
    with transaction.atomic():
        _expect(State.TAKEN_OVER, State.KEPT)
        _recorded().delete()
        given = {f'{APP}_{name}': last_key(kind._meta.db_table) for name, kind in KINDS.items()}
        bring_tables_back()
        for table in given.keys() & set(tables()):
            let_keys_go_on(table, after=given[table])
        rename(*reversed(RENAMED))
        forget_searches(list(keys_of_kinds()))


def drop_old() -> None:
    """Remove what the takeover has kept: after that there is no way back but a backup. Raises TakeoverRefused."""
    with transaction.atomic():
        _expect(State.TAKEN_OVER, State.KEPT)
        drop_tables()


def _expect(*expected: State) -> None:
    """Keep migrations and other takeovers out until the transaction ends. Raises TakeoverRefused."""
    run("SET LOCAL lock_timeout = '60s'")
    run('LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE', MIGRATIONS)
    found = state()
    if found not in expected:
        told = _('The database holds {found}; this needs {expected}. Nothing was changed.')
        raise TakeoverRefused(told.format(found=found.words, expected=expected[0].words))


def _put_away(planned: Plan) -> None:
    """Keep what does not come over where it does no harm."""
    kinds = keys_of_kinds()
    clusters = [key for key, kind in kinds.items() if kind is ProxmoxCluster]
    keep_tables()
    keep_rows(MIGRATIONS, list(_recorded().values_list('pk', flat=True)))
    keep_rows(Job._meta.db_table, list(waiting_jobs().values_list('pk', flat=True)))
    take_permissions_away(kinds)
    for key in clusters:
        set_aside(ProxmoxCluster, key, [row['id'] for row in planned.upstream.clusters_left])
    forget_searches([*kinds, *keys_of_others()])


def _recorded() -> QuerySet[Any]:
    """Return what says that migrations of the app are applied, whoever's."""
    recorded: QuerySet[Any] = MigrationRecorder(connection).migration_qs.filter(app=APP)
    return recorded
