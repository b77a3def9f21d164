"""Keys that objects have had are not given again: the change log and permissions go on to name them."""

from typing import LiteralString

from .statements import execute

__all__ = ('last_key', 'let_keys_go_on')

# A table that is not there has given none.
LAST: LiteralString = """
    SELECT pg_sequence_last_value(pg_get_serial_sequence(oid::regclass::text, 'id')::regclass)
    FROM pg_class WHERE oid = to_regclass(%(table)s)
"""
GO_ON: LiteralString = """
    SELECT setval(sequence, last) FROM (
        SELECT sequence, greatest(pg_sequence_last_value(sequence), (SELECT max(id) FROM {}), %(least)s) AS last
        FROM (SELECT pg_get_serial_sequence(%(table)s, 'id')::regclass AS sequence) of_table
    ) given WHERE last > 0
"""


def last_key(table: str) -> int:
    """Return the last key that a table has given, whatever has become of its row."""
    return max((last or 0 for (last,) in execute(LAST, table=table)), default=0)


def let_keys_go_on(table: str, *, after: int) -> None:
    """Have the next rows of a table get keys after this one and after all that it has given itself."""
    execute(GO_ON, table, table=table, least=after)
