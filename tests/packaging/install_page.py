"""docs/install.md, and what its reader is led to next, in the order in which it is typed."""

import re

from devstack.paths import ROOT
from devstack.release.addresses import FROM_GIT

from .readme import blocks

__all__ = (
    'CLONED',
    'COMMANDS',
    'CONFIGURATION',
    'DOCTOR',
    'FIRST_SYNC',
    'INLINE',
    'KEPT_BY_UPGRADES',
    'KEY',
    'OF_FLOWER',
    'SERVICES',
    'WAYS',
    'WHEELS',
)

_TEXT = (ROOT / 'docs' / 'install.md').read_text()
_PROGRAM = re.compile(r'`((?:/opt/netbox/venv/bin/|pip |uv )[^`]+)`')
_OF_A_CHECKOUT_ITSELF = '/opt/netbox/venv/bin/python /opt/netbox/netbox/manage.py'


def _lines(text: str) -> list[str]:
    return [line.partition('#')[0].strip() for line in text.splitlines()]


# Four blocks; a fifth would have to be executed, too.
_KEPT, CONFIGURATION, _MIGRATE, _DOCTOR = blocks(_TEXT)
# What a reader installs it from, with the command: a wheel, a checkout, git, with uv.
WAYS = dict(re.findall(r'^\| ([\w ]+) \| `(.+)` \|$', _TEXT, re.MULTILINE))
CLONED = FROM_GIT.findall(WAYS['git'])[0]
# Commands among words.
INLINE = [each for each in _PROGRAM.findall(_TEXT) if each not in WAYS.values() and _OF_A_CHECKOUT_ITSELF not in each]
*WHEELS, KEY = INLINE
KEPT_BY_UPGRADES = _KEPT
COMMANDS, (DOCTOR,) = _lines(_MIGRATE), _lines(_DOCTOR)
FIRST_SYNC = [line for block in blocks((ROOT / 'docs' / 'first-steps.md').read_text()) for line in _lines(block)]
# Of the units of systemd, which read a doubled sign as one.
_OPERATIONS = (ROOT / 'docs' / 'operations.md').read_text()
_UNITS = re.findall(r'^ +ExecStart=(/opt/netbox/.+)$', _OPERATIONS, re.MULTILINE)
SERVICES = {re.findall(r'worker\.app (\w+)', line)[0]: line.replace('%%', '%') for line in _UNITS}
OF_FLOWER = dict(re.findall(r'^ +Environment=(FLOWER_\w+)=(\S+)$', _OPERATIONS, re.MULTILINE))
