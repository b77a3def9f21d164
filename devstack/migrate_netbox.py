"""Applies NetBox's migrations and tells their number first; runs inside NetBox's Django."""

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

__all__ = ['main']


def main() -> None:
    """Print the number of migrations to apply, then a line for each that is applied."""
    django.setup()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    print(f'{len(plan)} migrations', flush=True)
    call_command('migrate', interactive=False)


if __name__ == '__main__':
    main()
