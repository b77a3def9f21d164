"""The database that NetBox uses: there, new enough, and migrated."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.database import namesake
from netbox_proxbox.health.findings import Finding, Level

__all__ = ('bound_waiting', 'migrations', 'server')

SECONDS_TO_CONNECT = 5
LONGEST_STATEMENT = '10s'
OLDEST = 15
OURS = ('netbox_proxbox', 'django_celery_beat')
NAMED = 3


def bound_waiting() -> None:
    """Let this process not wait for ever for a database that hangs."""
    connection.settings_dict.setdefault('OPTIONS', {}).setdefault('connect_timeout', SECONDS_TO_CONNECT)


def server() -> list[Finding]:
    """Tell whether the server answers, and its version. Raises Django's database errors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [LONGEST_STATEMENT])
        cursor.execute('SHOW server_version')
        version = str(cursor.fetchone()[0])
    told = _('Version {version} answers.').format(version=version)
    if int(version.split('.')[0]) >= OLDEST:
        return [Finding(_('PostgreSQL'), Level.OK, told)]
    cure = _('Upgrade it to version {oldest} or later.').format(oldest=OLDEST)
    return [Finding(_('PostgreSQL'), Level.ERROR, told, cure)]


def migrations() -> list[Finding]:
    """Tell whether the tables are those of this release, and not those of another plugin of the same name."""
    if left := namesake.what_is_left():
        return [Finding(_('Migrations'), Level.ERROR, left, namesake.CURE)]
    executor = MigrationExecutor(connection)
    targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] in OURS]
    missing = [f'{migration.app_label}.{migration.name}' for migration, _backwards in executor.migration_plan(targets)]
    if not missing:
        return [Finding(_('Migrations'), Level.OK, _('All of them are applied.'))]
    told = ngettext('{count} is not applied: {names}.', '{count} are not applied: {names}.', len(missing))
    names = ', '.join(missing[:NAMED]) + (', …' if len(missing) > NAMED else '')
    cure = _("Run 'netbox migrate' and restart NetBox, the worker and beat.")
    return [Finding(_('Migrations'), Level.ERROR, told.format(count=len(missing), names=names), cure)]
