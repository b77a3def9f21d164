"""A proxbox-api with one Proxmox VE behind it, as the tests of syncs have it."""

from tests.sync.conftest import estate, lab, proxbox

__all__ = ('estate', 'lab', 'proxbox')
