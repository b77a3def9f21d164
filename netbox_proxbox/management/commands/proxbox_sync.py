"""`netbox proxbox_sync`: sync endpoints now, in this process or through the queue."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from time import monotonic
from typing import Any

from django.core.management.base import CommandError

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.management.database_command import DatabaseCommand
from netbox_proxbox.management.run_report import Outcome, exit_code, lines
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.request import request_preview, request_syncs
from netbox_proxbox.sync.foreground import preview_in_foreground, sync_in_foreground
from netbox_proxbox.ui.named_links import with_names_of_links

TRIGGER = 'command'


class Command(DatabaseCommand):
    """Sync Proxmox VE endpoints. Ends with 0 when all is well, 1 after a failure, 3 when one is degraded or held."""

    help = 'Sync Proxmox VE clusters and nodes into NetBox.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the names of endpoints, or all of them, and how to go about it."""
        parser.add_argument('names', nargs='*', metavar='NAME', help='endpoints to sync')
        parser.add_argument('--all', action='store_true', help='sync every enabled endpoint')
        parser.add_argument('--enqueue', action='store_true', help='leave the work to the Celery worker')
        parser.add_argument(
            '--dry-run',
            action='store_true',
            help='read, and show what would change, without writing it; what is shown can be applied within an hour',
        )
        parser.add_argument('--json', action='store_true', help='print one JSON list instead of text')

    def handle(self, *args: Any, **options: Any) -> None:
        """Sync one endpoint after the other, or ask for all at once, and tell of each when it is done."""
        endpoints = _chosen(options['names'], everything=options['all'])
        width = max(len(endpoint.name) for endpoint in endpoints)
        enqueued = _enqueued(endpoints, dry_run=options['dry_run']) if options['enqueue'] else {}
        outcomes = []
        for number, endpoint in enumerate(endpoints, start=1):
            if not options['json']:
                self.stderr.write(f'[{number}/{len(endpoints)}] {endpoint.name} …', ending='\n')
            outcome = enqueued[endpoint.pk] if enqueued else _outcome(endpoint, dry_run=options['dry_run'])
            outcomes.append(outcome)
            if not options['json']:
                self.stdout.write('\n'.join(lines(outcomes[-1], width=width, details=options['dry_run'])))
        if options['json']:
            self.stdout.write(json.dumps([asdict(outcome) for outcome in outcomes], indent=2))
        if code := exit_code(outcomes):
            raise SystemExit(code)


def _chosen(names: list[str], *, everything: bool) -> list[ProxmoxEndpoint]:
    """Return the endpoints to sync. Raises CommandError (exit code 2) when that is not clear."""
    endpoints = ProxmoxEndpoint.objects.select_related('backend')
    if everything == bool(names):
        raise CommandError('Name the endpoints to sync, or give --all.', returncode=2)
    chosen = list(endpoints.filter(enabled=True) if everything else endpoints.filter(name__in=names))
    if unknown := set(names) - {endpoint.name for endpoint in chosen}:
        known = ', '.join(endpoints.values_list('name', flat=True)) or 'none yet'
        raise CommandError(f'No endpoint is called {", ".join(sorted(unknown))}. There are: {known}.', returncode=2)
    if not chosen:
        raise CommandError('There is no enabled endpoint. Add one under ProxBox > Endpoints > Proxmox.', returncode=2)
    return chosen


def _enqueued(endpoints: Sequence[ProxmoxEndpoint], *, dry_run: bool) -> dict[int, Outcome]:
    """Leave the work to the worker, and return what became of that by the id of the endpoint."""
    started = monotonic()
    requested = _previews(endpoints) if dry_run else request_syncs(endpoints, trigger=TRIGGER)
    runs = {run.endpoint_id: run for run in requested}
    seconds = monotonic() - started
    return {
        endpoint.pk: _of_run(endpoint, runs[endpoint.pk], seconds) if endpoint.pk in runs else _gone(endpoint, seconds)
        for endpoint in endpoints
    }


def _previews(endpoints: Sequence[ProxmoxEndpoint]) -> Iterator[SyncRun]:
    for endpoint in endpoints:
        with suppress(ProxmoxEndpoint.DoesNotExist):
            yield request_preview(endpoint, trigger=TRIGGER)


def _gone(endpoint: ProxmoxEndpoint, seconds: float) -> Outcome:
    cause = 'The endpoint was deleted meanwhile.'
    return Outcome(endpoint=endpoint.name, run=None, status='failed', seconds=round(seconds, 1), cause=cause)


def _outcome(endpoint: ProxmoxEndpoint, *, dry_run: bool) -> Outcome:
    started = monotonic()
    try:
        run = (preview_in_foreground if dry_run else sync_in_foreground)(endpoint, TRIGGER)
    except ProxmoxEndpoint.DoesNotExist:
        return _gone(endpoint, monotonic() - started)
    except ProxboxError as error:
        return Outcome(
            endpoint=endpoint.name,
            run=None,
            status=error.run_status,
            seconds=round(monotonic() - started, 1),
            error_code=error.code,
            cause=error.cause,
            cure=error.cure,
        )
    return _of_run(endpoint, run, monotonic() - started)


def _of_run(endpoint: ProxmoxEndpoint, run: SyncRun, seconds: float) -> Outcome:
    return Outcome(
        endpoint=endpoint.name,
        run=run.pk,
        status='planned' if run.is_preview and run.plan is not None else run.status,
        seconds=round(seconds, 1),
        changes=with_names_of_links(run.plan or run.changes),
        result=run.result,
        warnings=run.warnings,
        error_code=run.error_code,
        cause=run.cause,
        cure=run.cure,
    )
