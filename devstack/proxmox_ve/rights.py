"""What a login may see: Sys.Audit on paths, as the ACLs of Proxmox VE give and take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = (
    'AUDITOR',
    'EVERYTHING',
    'NOTHING',
    'Acl',
    'Rights',
)

type Acl = Mapping[str, bool]

AUDITOR: Acl = MappingProxyType({'/': True})
NOTHING: Acl = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rights:
    """The ACLs that must all agree: the user's, and the token's where its privileges are separated.

    An ACL maps a path to whether Sys.Audit is given there (or NoAccess); the nearest entry above a path decides.
    """

    acls: tuple[Acl, ...] = (AUDITOR,)

    def may_audit(self, path: str) -> bool:
        """Whether Sys.Audit is held on a path such as `/nodes/pve1`."""
        return all(_nearest(acl, path) for acl in self.acls)

    def told(self) -> dict[str, dict[str, int]]:
        """`/access/permissions`: the paths with a right on them."""
        paths = dict.fromkeys(('/', '/nodes', *(path for acl in self.acls for path in acl)))
        return {path: {'Sys.Audit': 1} for path in paths if self.may_audit(path)}


EVERYTHING = Rights()


def _nearest(acl: Acl, path: str) -> bool:
    parts = path.strip('/').split('/')
    above = ('/' + '/'.join(parts[:length]) for length in range(len(parts), -1, -1))
    return next((acl[found] for found in above if found in acl), False)
