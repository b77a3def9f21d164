"""What goes wrong on the way to an estate, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

__all__ = (
    'Faults',
    'Misanswer',
    'TlsFault',
)


class TlsFault(StrEnum):
    """How the TLS of an address behaves.

    Well; with a certificate of an unknown authority; with one of the cluster's own that is not the one the cluster
    tells of; not speaking TLS at all; accepting and never saying a word; or hanging up as soon as it has accepted.
    """

    NONE = 'none'
    UNTRUSTED = 'untrusted'
    CHANGED = 'changed'
    ABSENT = 'absent'
    SILENT = 'silent'
    CUT = 'cut'


@dataclass(frozen=True, slots=True, kw_only=True)
class Misanswer:
    """What is answered, or how, in place of the answer that is due.

    `status` None is the answer that is due, only sent oddly. Otherwise `body` is the text of the body ('' for none),
    and None the JSON that Proxmox VE makes of `data` and `reason`; `content_type` and `location` are headers.
    `size` blows the body up with blanks to so many bytes, `cut_after` hangs up after so many bytes of the body, and
    `pace` is how many seconds pass between two bytes of the body.
    """

    status: int | None = None
    reason: str = ''
    data: object = None
    body: str | None = None
    content_type: str = ''
    location: str = ''
    size: int = 0
    cut_after: int | None = None
    pace: float = 0.0

    @property
    def is_sent_oddly(self) -> bool:
        """Whether the body is cut, slow or blown up."""
        return bool(self.size or self.pace) or self.cut_after is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """The faults of one estate, or of one of its nodes; the default is none.

    `delay` holds back each answer by so many seconds, `hang` for ever; `refuse` closes the port.
    `audit` is false when the user lacks Sys.Audit on /nodes: nodes are listed without metrics.
    `reorder` lists the nodes in another order each time, as Proxmox VE may.
    `statuses` maps an API path such as `/nodes`, or `*` for all, to the HTTP status that is answered instead;
    `replies` maps a path to the `data` that is answered instead, such as an empty list, and `misanswers` to more.
    """

    hang: bool = False
    delay: float = 0.0
    refuse: bool = False
    tls: TlsFault = TlsFault.NONE
    audit: bool = True
    reorder: bool = False
    statuses: Mapping[str, int] = field(default_factory=dict)
    replies: Mapping[str, object] = field(default_factory=dict)
    misanswers: Mapping[str, Misanswer] = field(default_factory=dict)

    def with_those_of(self, node: 'Faults') -> 'Faults':
        """These faults of an estate with those of one node of it, which count for more."""
        nothing = Faults()
        names = [found.name for found in fields(node)]
        changed = {name: getattr(node, name) for name in names if getattr(node, name) != getattr(nothing, name)}
        common = {name: getattr(self, name) for name in names}
        return Faults(**common | changed)

    def misanswer(self, path: str) -> Misanswer | None:
        """What is to go wrong with the answer to a path, if anything."""
        return self.misanswers.get(path, self.misanswers.get('*'))
