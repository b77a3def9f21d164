"""Foreign keys of upstream's tables: those that lead to NetBox's tables are noted and dropped, and added again."""

from collections.abc import Collection, Iterator
from typing import LiteralString, NamedTuple

from .state import SCHEMA
from .statements import execute, run

__all__ = ('NOTED', 'cut_off', 'restore')

NOTED = 'foreign_keys'
NOTES: LiteralString = (
    'CREATE TABLE {} (tbl text, name text, col text, is_nullable bool, to_tbl text, to_col text, definition text)'
)
REFERENCES: LiteralString = """
    SELECT c.relname, k.conname, a.attname, NOT a.attnotnull, f.relname, fa.attname, pg_get_constraintdef(k.oid)
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
    JOIN pg_attribute fa ON fa.attrelid = f.oid AND fa.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(%(tables)s)
"""
NOTE: LiteralString = (
    'INSERT INTO {} VALUES (%(table)s, %(name)s, %(column)s, %(is_nullable)s, %(to_table)s, %(to_column)s, '
    '%(definition)s)'
)
FORGET: LiteralString = (
    'UPDATE {} SET {} = NULL WHERE {} IS NOT NULL AND NOT EXISTS (SELECT FROM {} o WHERE o.{} = {}.{})'
)
DELETE: LiteralString = 'DELETE FROM {} WHERE {} IS NOT NULL AND NOT EXISTS (SELECT FROM {} o WHERE o.{} = {}.{})'
ADD: LiteralString = """
    DO $$ DECLARE k record; BEGIN
        FOR k IN SELECT * FROM {} LOOP
            EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', k.tbl, k.name, k.definition);
        END LOOP;
    END $$
"""


class Reference(NamedTuple):
    """A foreign key."""

    table: str
    name: str
    column: str
    is_nullable: bool
    to_table: str
    to_column: str
    definition: str


def cut_off(tables: Collection[str]) -> None:
    """Drop the foreign keys that lead out of these tables, and note them in the schema."""
    run(NOTES, (SCHEMA, NOTED))
    for reference in _references(tables):
        if reference.to_table not in tables:
            run(NOTE, (SCHEMA, NOTED), **reference._asdict())
            run('ALTER TABLE {} DROP CONSTRAINT {}', reference.table, reference.name)


def restore(tables: Collection[str]) -> None:
    """Add them again. What has been deleted from NetBox since then is treated as NetBox would have done."""
    noted = [Reference(*row) for row in execute('SELECT * FROM {}', (SCHEMA, NOTED))]
    references = [*noted, *_references(tables)]
    while any(_cleared(reference) for reference in references):
        pass
    run('SET CONSTRAINTS ALL IMMEDIATE')
    run(ADD, (SCHEMA, NOTED))


def _references(tables: Collection[str]) -> Iterator[Reference]:
    return (Reference(*row) for row in execute(REFERENCES, tables=list(tables)))


def _cleared(reference: Reference) -> int:
    """Take references to rows that are gone away, or rows that are nothing without them; return how many."""
    table, _name, column, is_nullable, to_table, to_column, _definition = reference
    dangling = (column, to_table, to_column, table, column)
    return run(FORGET, table, column, *dangling) if is_nullable else run(DELETE, table, *dangling)
