"""SQL for tables whose names are found out at run time."""

import json
from typing import Any, Final, LiteralString

from django.db import connection
from psycopg import sql
from psycopg.postgres import types

__all__ = ('Name', 'execute', 'rows_of', 'run')

# Django has psycopg return it as text.
JSONB: Final = types['jsonb'].oid
# A table, or a table in a schema.
type Name = str | tuple[str, ...]


def run(statement: LiteralString, *names: Name, **values: Any) -> int:
    """Run a statement; each `{}` is one of the names, each `%(name)s` a value. Returns how many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(_composed(statement, names), values or None)
        return cursor.rowcount


def execute(statement: LiteralString, *names: Name, **values: Any) -> list[tuple[Any, ...]]:
    """Run a statement that answers, and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(_composed(statement, names), values or None)
        return list(cursor.fetchall())


def rows_of(statement: LiteralString, *names: Name, **values: Any) -> list[dict[str, Any]]:
    """Run a statement that answers, and return its rows by the names of their columns, with documents decoded."""
    with connection.cursor() as cursor:
        cursor.execute(_composed(statement, names), values or None)
        columns = [(column.name, column.type_code == JSONB) for column in cursor.description or ()]
        return [
            {
                name: json.loads(value) if is_document and value is not None else value
                for (name, is_document), value in zip(columns, row, strict=True)
            }
            for row in cursor.fetchall()
        ]


def _composed(statement: LiteralString, names: tuple[Name, ...]) -> Any:
    identifiers = (sql.Identifier(*((name,) if isinstance(name, str) else name)) for name in names)
    return sql.SQL(statement).format(*identifiers)
