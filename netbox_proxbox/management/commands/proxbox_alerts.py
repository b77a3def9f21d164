"""`netbox proxbox_alerts --group NAME`: event rules that notify a group of what somebody should know."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from netbox_proxbox.events.rules import make_alerts
from netbox_proxbox.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    """Make the rules. Called again, it makes those that are gone, and leaves the others as they are."""

    help = 'Make event rules that notify a notification group of NetBox of trouble with Proxmox VE and ProxBox.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the group."""
        parser.add_argument('--group', required=True, help='The notification group, which is made if there is none')

    def handle(self, *args: Any, **options: Any) -> None:
        """Make each, and say so."""
        try:
            group, rules = make_alerts(options['group'])
        except ValidationError as problem:
            raise CommandError(' '.join(problem.messages)) from None
        for rule, is_new in rules:
            self.stdout.write(f'Event rule "{rule}" {"is made" if is_new else "was there, and stays as it is"}.')
        if not group.users.exists() and not group.groups.exists():
            where = 'under Operations > Notification Groups'
            self.stdout.write(f'Nobody is in "{group}" yet: put users or groups into it {where}.')
