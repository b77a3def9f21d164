"""`netbox proxbox_backend add NAME URL`: enter a proxbox-api, with a first API key where it has none yet."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from netbox_proxbox.connection_test import check_backend
from netbox_proxbox.errors import ProxboxError, SecretKeyMissing
from netbox_proxbox.health.findings import Section
from netbox_proxbox.management.backend_entry import Entry, KeyNeeded
from netbox_proxbox.management.database_command import DatabaseCommand
from netbox_proxbox.management.doctor_report import exit_code, section_lines
from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.secrets.encryption import is_key_set

VARIABLE = 'PROXBOX_API_KEY'
WIDTH = 120
NOTHING_SAVED = 'Nothing was saved.'
AGAIN = 'The key is stored with the backend: call this command again, which goes on from here.'
REGISTERED = 'It had no API key yet. A first one was registered there, and is stored here, encrypted.'
KEY_NEEDED = (
    'proxbox-api has an API key already, which this command needs: set {variable}, or pipe the key into it with '
    '--key-stdin. Who has one can make another with POST /auth/keys. {nothing}'
)
KNOWN_ELSEWHERE = 'Backend "{name}" has another address, {url}: change it on its page, or choose another name.'


class Command(DatabaseCommand):
    """Enter a proxbox-api and test it. Ends with 0 when it works; called again, it goes on where it ended."""

    help = 'Enter a proxbox-api as a backend: register its first API key, store the key encrypted, and test it.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to enter. A key is no argument: others on the host could read it there."""
        parser.add_argument('action', choices=['add'])
        parser.add_argument('name', metavar='NAME', help='what to call it in NetBox')
        parser.add_argument('url', metavar='URL', help='its address, such as http://127.0.0.1:8800')
        parser.add_argument('--key-stdin', action='store_true', help=f'read the key from the input, not {VARIABLE}')
        parser.add_argument('--no-verify-tls', action='store_true', help='believe any certificate')

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what came of it."""
        backend = _backend(options)
        entry = Entry(backend)
        try:
            entry.ask()
            _take_key(entry)
        except ProxboxError as error:
            raise CommandError(f'{error} {NOTHING_SAVED}') from None
        _validate(backend.full_clean)
        backend.save()
        self.stdout.write(f'Backend "{backend}" is saved: {backend.base_url}')
        try:
            if entry.register():
                self.stdout.write(REGISTERED)
        except ProxboxError as error:
            raise CommandError(f'{error} {AGAIN}') from None
        self._test(backend)

    def _test(self, backend: ProxboxBackend) -> None:
        section = Section(f'Test of backend "{backend}"', check_backend(backend))
        self.stdout.write('\n'.join(section_lines(section, width=WIDTH)))
        if code := exit_code([section]):
            raise SystemExit(code)


def _backend(options: dict[str, Any]) -> ProxboxBackend:
    """Return the backend of that name, or a new one. Raises CommandError when it cannot be what was asked for."""
    name, url = options['name'], options['url']
    if not is_key_set():
        raise CommandError(str(SecretKeyMissing('API key')))
    backend = ProxboxBackend.objects.filter(name=name).first() or ProxboxBackend(name=name, base_url=url)
    if backend.base_url.rstrip('/') != url.rstrip('/'):
        raise CommandError(KNOWN_ELSEWHERE.format(name=name, url=backend.base_url))
    if given := _given_key(from_input=options['key_stdin']):
        backend.api_key = given
    backend.verify_tls = backend.verify_tls and not options['no_verify_tls']
    _validate(partial(backend.clean_fields, exclude=['api_key']))
    # Before anything is asked of whoever answers there.
    _validate(backend.clean)
    return backend


def _validate(validation: Callable[[], None]) -> None:
    try:
        validation()
    except ValidationError as error:
        raise CommandError(f'{" ".join(error.messages)} {NOTHING_SAVED}') from None


def _given_key(*, from_input: bool) -> str:
    return (sys.stdin.readline() if from_input else os.environ.get(VARIABLE, '')).strip()


def _asked() -> str:
    try:
        return getpass('API key of this proxbox-api: ').strip()
    except EOFError:
        return ''


def _take_key(entry: Entry) -> None:
    """Take a key, and ask for it where somebody is there to answer. Raises a ProxboxError or CommandError."""
    try:
        entry.take_key()
    except KeyNeeded:
        asked = _asked() if sys.stdin.isatty() else ''
        if not asked:
            raise CommandError(KEY_NEEDED.format(variable=VARIABLE, nothing=NOTHING_SAVED)) from None
        entry.backend.api_key = asked
        entry.take_key()
