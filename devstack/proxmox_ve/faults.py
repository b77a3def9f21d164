"""What goes wrong on the way to an estate, as one frozen record."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = (
    'Faults',
    'TlsFault',
)


class TlsFault(StrEnum):
    """How the TLS of an estate behaves.

    Well; with a certificate of an unknown authority; with one of the cluster's own that is not the one the cluster
    tells of; or not speaking TLS at all.
    """

    NONE = 'none'
    UNTRUSTED = 'untrusted'
    CHANGED = 'changed'
    ABSENT = 'absent'


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """The faults of one estate; the default is none.

    `delay` holds back each answer by so many seconds, `hang` for ever; `refuse` closes the port.
    `audit` is false when the user lacks Sys.Audit: nodes are listed without metrics.
    `reorder` lists the nodes in another order each time, as Proxmox VE may.
    `statuses` maps an API path such as `/nodes`, or `*` for all, to the HTTP status that is answered instead;
    `replies` maps a path to the `data` that is answered instead, such as an empty list.
    """

    hang: bool = False
    delay: float = 0.0
    refuse: bool = False
    tls: TlsFault = TlsFault.NONE
    audit: bool = True
    reorder: bool = False
    statuses: dict[str, int] = field(default_factory=dict)
    replies: dict[str, object] = field(default_factory=dict)
