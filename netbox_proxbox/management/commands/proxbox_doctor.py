"""`netbox proxbox_doctor`: what works, what does not, and what to do about it."""

import json
import shutil
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from netbox_proxbox.doctor import examine
from netbox_proxbox.management.doctor_report import document, exit_code, section_lines, summary

SECONDS = 60.0
WIDEST = 120


class Command(BaseCommand):
    """Look at all that syncs need. Ends with 0 when nothing is an error, and with 1 otherwise."""

    help = 'Check settings, database, broker, worker, beat, Flower, and each proxbox-api and Proxmox VE.'
    # What the system checks would stop at is what this command tells.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer, and how long it may take."""
        parser.add_argument('--json', action='store_true', help='print one JSON document instead of text')
        parser.add_argument(
            '--seconds', type=float, default=SECONDS, help='for the tests of backends and endpoints (default: 60)'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell of each section when it is ready."""
        width, sections = min(shutil.get_terminal_size().columns, WIDEST), []
        for section in examine(seconds=options['seconds']):
            sections.append(section)
            if not options['json']:
                self.stdout.write('\n'.join(section_lines(section, width=width)))
        self.stdout.write(json.dumps(document(sections), indent=2) if options['json'] else summary(sections))
        if code := exit_code(sections):
            raise SystemExit(code)
