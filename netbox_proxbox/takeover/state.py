"""Whose tables the database holds, and where."""

from enum import Enum, auto
from typing import Final

from django.utils.translation import gettext_lazy as _

from netbox_proxbox.database.namesake import APP, OURS

from .statements import execute

__all__ = ('SCHEMA', 'State', 'TakeoverRefused', 'rows_by_table', 'state', 'tables')

# Where upstream's tables are kept after a takeover.
SCHEMA = 'proxbox_upstream'
UPSTREAMS = f'{APP}_proxmoxendpoint'
TABLES = """
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND starts_with(tablename, %(prefix)s) ORDER BY 1
"""


class State(Enum):
    """What a database can be to a takeover."""

    UPSTREAM = auto()
    TAKEN_OVER = auto()
    KEPT = auto()
    OURS = auto()
    NOTHING = auto()

    @property
    def words(self) -> str:
        """What the database holds."""
        return str(WORDS[self])


WORDS: Final = {
    State.UPSTREAM: _('the tables of upstream'),
    State.TAKEN_OVER: _('the tables of this plugin, and those of upstream in a schema of their own'),
    State.KEPT: _('the tables of upstream in a schema of their own'),
    State.OURS: _('the tables of this plugin'),
    State.NOTHING: _('no tables of either plugin'),
}


class TakeoverRefused(Exception):
    """What was asked for cannot be done with what the database holds, in words."""


def state() -> State:
    """Return whose tables there are."""
    found = tables()
    if OURS in found:
        return State.TAKEN_OVER if is_kept() else State.OURS
    if UPSTREAMS in found:
        return State.UPSTREAM
    return State.KEPT if is_kept() else State.NOTHING


def tables() -> list[str]:
    """Return the names of all tables of the app, whoever made them."""
    return [name for (name,) in execute(TABLES, prefix=f'{APP}_')]


def is_kept() -> bool:
    """Tell whether the schema with upstream's tables is there."""
    return bool(execute('SELECT 1 FROM pg_namespace WHERE nspname = %(schema)s', schema=SCHEMA))


def rows_by_table() -> dict[str, int]:
    """Return how many rows each table of the app has."""
    return {name: execute('SELECT count(*) FROM {}', name)[0][0] for name in tables()}
