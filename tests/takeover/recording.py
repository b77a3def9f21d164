"""The recording of upstream's tables, loaded over the connection of the tests."""

import gzip

from django.db import connection

from devstack.upstream import RECORDED

__all__ = ('load',)

END_OF_ROWS = '\\.\n'


def load() -> None:
    """Do what psql does with the file."""
    lines = iter(gzip.decompress(RECORDED.read_bytes()).decode().splitlines(keepends=True))
    statement = ''
    with connection.cursor() as cursor:
        for line in lines:
            if line.startswith(('--', '\\', 'BEGIN;', 'COMMIT;')):
                continue
            statement += line
            if line.endswith('FROM stdin;\n'):
                with cursor.copy(statement) as copy:
                    for row in iter(lambda: next(lines), END_OF_ROWS):
                        copy.write(row)
                statement = ''
            elif line.endswith(';\n'):
                cursor.execute(statement)
                statement = ''
