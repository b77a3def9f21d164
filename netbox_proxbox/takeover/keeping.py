"""Upstream's tables, kept in a schema of their own: moved there, brought back, dropped.

They go as they are, but for their foreign keys to NetBox's tables, or NetBox could not delete a device any more that
one of them names. Rows of NetBox's tables that would have no meaning are kept beside them.
"""

from typing import LiteralString

from . import references
from .state import SCHEMA, tables
from .statements import execute, run

__all__ = ('bring_tables_back', 'drop_tables', 'keep_rows', 'keep_tables')

ASIDE = 'aside_'
# But for those that refer to what is gone by now, or lack what NetBox has needed since.
PUT_BACK: LiteralString = """
    DO $$ DECLARE kept {}; BEGIN
        FOR kept IN SELECT * FROM {} LOOP
            BEGIN
                INSERT INTO {} (%s) VALUES (%s) ON CONFLICT DO NOTHING;
            EXCEPTION WHEN foreign_key_violation OR not_null_violation THEN NULL;
            END;
        END LOOP;
    END $$
"""
# NetBox may have been upgraded since, which adds columns, and takes some away.
COLUMNS: LiteralString = """
    SELECT k.attname FROM pg_attribute k JOIN pg_attribute t USING (attname)
    WHERE k.attrelid = to_regclass(%(kept)s) AND t.attrelid = to_regclass(%(table)s)
        AND k.attnum > 0 AND NOT k.attisdropped AND NOT t.attisdropped AND t.attgenerated = ''
"""
KEPT: LiteralString = 'SELECT tablename FROM pg_tables WHERE schemaname = %(schema)s AND tablename <> %(noted)s'


def keep_tables() -> None:
    """Move all tables of the app into the schema, which must not be there."""
    names = tables()
    run('CREATE SCHEMA {}', SCHEMA)
    references.cut_off(names)
    for table in names:
        run('ALTER TABLE {} SET SCHEMA {}', table, SCHEMA)


def keep_rows(table: str, keys: list[int]) -> None:
    """Move the rows of a table of NetBox's with these keys."""
    if not keys:
        return
    kept = (SCHEMA, f'{ASIDE}{table}')
    run('CREATE TABLE IF NOT EXISTS {} AS SELECT * FROM {} WITH NO DATA', kept, table)
    run(
        'WITH gone AS (DELETE FROM {} WHERE id = ANY(%(keys)s) RETURNING *) INSERT INTO {} SELECT * FROM gone',
        table,
        kept,
        keys=keys,
    )


def bring_tables_back() -> None:
    """Put upstream's tables in the place of ours, with their foreign keys, and remove the schema."""
    for table in tables():
        run('DROP TABLE {} CASCADE', table)
    ((schema,),) = execute('SELECT current_schema()')
    kept = [name for (name,) in execute(KEPT, schema=SCHEMA, noted=references.NOTED)]
    for table in kept:
        if not table.startswith(ASIDE):
            run('ALTER TABLE {} SET SCHEMA {}', (SCHEMA, table), schema)
    _put_rows_back([table for table in kept if table.startswith(ASIDE)])
    references.restore(tables())
    drop_tables()


def drop_tables() -> None:
    """Remove the schema with all that it holds."""
    run('DROP SCHEMA {} CASCADE', SCHEMA)


def _put_rows_back(kept: list[str]) -> None:
    run('SET CONSTRAINTS ALL IMMEDIATE')
    for table in kept:
        _put_back((SCHEMA, table), table.removeprefix(ASIDE))
    run('SET CONSTRAINTS ALL DEFERRED')


def _put_back(kept: tuple[str, str], table: str) -> None:
    columns = [name for (name,) in execute(COLUMNS, kept='.'.join(kept), table=table)]
    names = ', '.join(['{}'] * len(columns)), ', '.join(['kept.{}'] * len(columns))
    run(PUT_BACK % names, kept, kept, table, *columns, *columns)
