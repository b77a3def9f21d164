"""`netbox proxbox_roles`: three ready groups of users, with their permissions."""

from typing import Any

from netbox_proxbox.management.database_command import DatabaseCommand
from netbox_proxbox.management.roles import ROLES, make


class Command(DatabaseCommand):
    """Make the roles. Called again, it gives back what they lack, and leaves all else as it is."""

    help = 'Make groups of users for ProxBox: viewers, operators and administrators, with their permissions.'

    def handle(self, *args: Any, **options: Any) -> None:
        """Make each, and say so."""
        for role in ROLES:
            told = 'is made' if make(role) else 'was there, and has all of its permissions'
            self.stdout.write(f'Group "{role.group}" {told}: {role.description}.')
        self.stdout.write('Put users into them under Admin > Authentication > Groups.')
