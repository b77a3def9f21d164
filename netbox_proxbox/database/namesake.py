"""Another plugin of the same name: a database that knows it takes its migrations and tables for ours."""

from collections.abc import Collection
from typing import Any

from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

__all__ = ('CURE', 'refuse_namesake', 'traces_of_namesake', 'what_is_left')

APP = 'netbox_proxbox'
# Our first migration makes it in one transaction; the other plugin has none of this name.
OURS = 'netbox_proxbox_proxboxbackend'
NAMED = 3
CURE = (
    "Bring its data over, which 'netbox proxbox_takeover --plan' explains beforehand; or take 'netbox_proxbox' out of "
    "PLUGINS to keep the other one. docs/takeover.md says more, and docs/operations.md under 'Another plugin of the "
    "same name'."
)


def what_is_left(database: str = DEFAULT_DB_ALIAS) -> str:
    """Say what another plugin of this name has left in a database; empty when there is nothing."""
    connection = connections[database]
    applied = MigrationRecorder(connection).applied_migrations()
    tables = connection.introspection.table_names()
    return traces_of_namesake([name for app, name in applied if app == APP], tables)


def traces_of_namesake(migrations: Collection[str], tables: Collection[str]) -> str:
    """Say what there is besides ours: `migrations` of the app that count as applied, `tables` of the database. Pure."""
    if OURS in tables:
        return ''
    theirs = [name for name in tables if name.startswith(f'{APP}_')]
    found = [f'{len(names)} {kind} ({_some(names)})' for kind, names in _kinds(migrations, theirs) if names]
    if not found:
        return ''
    return f"The database holds another plugin named '{APP}': {' and '.join(found)}."


def refuse_namesake(apps: Any, schema_editor: Any) -> None:
    """Stop a migration before it takes tables of another plugin for ours. Raises CommandError."""
    if found := what_is_left(schema_editor.connection.alias):
        raise CommandError(f'{found} {CURE}')


def _kinds(migrations: Collection[str], tables: Collection[str]) -> list[tuple[str, Collection[str]]]:
    return [('applied migrations', migrations), ('tables', tables)]


def _some(names: Collection[str]) -> str:
    return ', '.join(sorted(names)[:NAMED]) + (', …' if len(names) > NAMED else '')
