"""The page of the commands: what each prints for `--help`."""

import os
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import BaseCommand, load_command_class

from netbox_proxbox.management import commands as package

__all__ = ('commands',)

WIDTH = '100'
# Django's documentation explains them.
OF_DJANGO = {
    '--force-color',
    '--no-color',
    '--pythonpath',
    '--settings',
    '--skip-checks',
    '--traceback',
    '--verbosity',
    '--version',
}
INTRO = """# Commands

`netbox COMMAND` where NetBox was installed with pip, and `python3 manage.py COMMAND` in its folder `netbox/` otherwise.
All of them take Django's own options, too, such as `--traceback` and `--no-color`.
"""


def commands() -> str:
    """Return the page, with each command of the plugin."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    with _width():
        return '\n'.join([INTRO, *(_section(name, load_command_class('netbox_proxbox', name)) for name in names)])


def _section(name: str, command: BaseCommand) -> str:
    command.suppressed_base_arguments = OF_DJANGO
    usage = command.create_parser('netbox', name).format_help()
    return f'## {name}\n\n{_indented(usage)}\n'


def _indented(text: str) -> str:
    return '\n'.join(f'    {line}'.rstrip() for line in text.splitlines())


@contextmanager
def _width() -> Iterator[None]:
    """Have argparse break lines alike in every terminal."""
    before = os.environ.get('COLUMNS')
    os.environ['COLUMNS'] = WIDTH
    try:
        yield
    finally:
        os.environ.pop('COLUMNS')
        if before is not None:
            os.environ['COLUMNS'] = before
