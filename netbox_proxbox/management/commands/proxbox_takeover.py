"""`netbox proxbox_takeover`: bring over what upstream's netbox-proxbox has in the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseFailure
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from netbox_proxbox.takeover import (
    SCHEMA,
    Plan,
    State,
    TakeoverRefused,
    drop_old,
    lines_of,
    plan,
    state,
    take_over,
    undo,
)


class Command(BaseCommand):
    """Plan, take over, go back, or drop what was kept. Called again, it says that there is nothing to do."""

    help = "Bring over the data of upstream's netbox-proxbox, which has the same name as this plugin. First --plan."
    # Until it has run, they fail: the database holds the tables of another plugin.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do; a takeover where nothing is said."""
        action = parser.add_mutually_exclusive_group()
        action.add_argument('--plan', action='store_true', help='say what would be brought over; change nothing')
        action.add_argument('--undo', action='store_true', help="give the database back to upstream's plugin")
        action.add_argument('--drop-old', action='store_true', help='remove what was kept for the way back')
        parser.add_argument(
            '--through', metavar='NAME', help='read the endpoints through this proxbox-api of upstream, not directly'
        )
        parser.add_argument('--dump', metavar='FILE', type=Path, help="where upstream's tables are written to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what came of it."""
        try:
            self._do(options)
        except TakeoverRefused as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                _('The dump cannot be written: {error}. Nothing was changed.').format(error=error)
            ) from None
        except DatabaseFailure as error:
            raise CommandError(_refusal(error)) from None

    def _do(self, options: dict[str, Any]) -> None:
        if options['undo']:
            undo()
            self.stdout.write(_("The database is upstream's again: install its plugin, and run 'netbox migrate'."))
        elif options['drop_old']:
            drop_old()
            self.stdout.write(_('What was kept is removed; the file of the takeover is left.'))
        elif (found := state()) is not State.UPSTREAM:
            self.stdout.write(_('There is nothing to take over: the database holds {found}.').format(found=found.words))
        elif options['plan']:
            self._tell(plan(options['through']))
            self.stdout.write(_('Nothing was changed.'))
        else:
            self._take_over(options)

    def _take_over(self, options: dict[str, Any]) -> None:
        self.stdout.write(_('Taking over; this takes half a minute or more ...'))
        dump = options['dump'] or Path(f'proxbox-upstream-{timezone.now():%Y%m%d-%H%M%S}.sql')
        done = take_over(dump.resolve(), options['through'])
        self._tell(done)
        told = _('Done. The tables of upstream are in the schema "{schema}" and in {file}, which holds secrets.')
        self.stdout.write(told.format(schema=SCHEMA, file=dump.resolve()))
        self.stdout.write(_("Now run 'netbox migrate' and start NetBox, the worker and beat."))

    def _tell(self, planned: Plan) -> None:
        for line in lines_of(planned):
            self.stdout.write(line)
        self.stdout.write('')


def _refusal(error: DatabaseFailure) -> str:
    if isinstance(error.__cause__, LockNotAvailable):
        return _('NetBox or one of its workers uses these tables. Stop them all, and try again. Nothing was changed.')
    told = _('The database refused it ({kind}): {error} Nothing was changed.')
    return told.format(kind=type(error).__name__, error=str(error).strip())
