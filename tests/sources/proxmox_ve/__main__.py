"""`python -m tests.sources.proxmox_ve`: the bad cases with what a user reads of each, as a table in Markdown."""

import sys

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource

from .bad_cases import CASES, BadCase
from .scripted_member import connection_to


def _row(case: BadCase) -> str:
    with case.opened() as address:
        try:
            with ProxmoxSource(connection_to(address, login=case.login, timeout=0.7), attempts=1) as source:
                source.topology()
        except ProxboxError as error:
            return f'| {case.name} | `{error.code}` | {error.cause} | {error.cure} |'.replace(str(address), 'pve1:8006')
    return f'| {case.name} | | no error | |'


sys.stdout.write('\n'.join(['| case | code | cause | cure |', '| - | - | - | - |', *map(_row, CASES), '']))
