"""What migrations of tables that a running worker writes are made of."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently

__all__ = ('AddIndexOnline',)


class AddIndexOnline(AddIndexConcurrently):
    """Add an index while others go on writing. The migration must not be atomic.

    PostgreSQL leaves an index that is of no use when this is cut off; so that the migration can be applied again, what
    is left of an earlier attempt is removed first.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove what an earlier attempt has left, and make the index."""
        schema_editor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(self.index.name)}')
        super().database_forwards(app_label, schema_editor, from_state, to_state)
