"""What the command says, and what the database holds of upstream's plugin."""

from io import StringIO
from typing import Any, Final

from django.core.management import call_command
from django.db import connection

__all__ = ('said', 'what_is_upstreams')

ROWS: Final = """
    SELECT tablename, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', tablename),
        false, true, '')))[1]::text
    FROM pg_tables WHERE schemaname = 'public'
        AND (tablename LIKE 'netbox\\_proxbox\\_%' OR tablename IN ('core_job', 'extras_journalentry',
            'extras_taggeditem', 'users_objectpermission_object_types'))
"""
DEFINITIONS: Final = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid::regclass::text LIKE 'netbox\\_proxbox\\_%'
    UNION SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename LIKE 'netbox\\_proxbox\\_%'
    UNION SELECT table_name, column_name, concat(data_type, column_default, is_nullable, is_identity)
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name LIKE 'netbox\\_proxbox\\_%'
    UNION SELECT 'django_migrations', app, name FROM django_migrations WHERE app = 'netbox_proxbox'
    UNION SELECT 'django_content_type', id::text, model FROM django_content_type WHERE app_label = 'netbox_proxbox'
    UNION SELECT 'schema', nspname, '' FROM pg_namespace WHERE nspname LIKE 'proxbox%'
"""


def said(*arguments: str) -> str:
    """Run the command, and return its output."""
    out = StringIO()
    call_command('proxbox_takeover', *arguments, stdout=out)
    return out.getvalue()


def what_is_upstreams() -> set[tuple[Any, ...]]:
    """Return every definition of its tables, and how many rows they and those beside them have."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        found = set(cursor.fetchall())
        cursor.execute(DEFINITIONS)
        return found | set(cursor.fetchall())
