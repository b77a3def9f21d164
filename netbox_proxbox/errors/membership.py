"""Readings that answer for something else than what NetBox knows: complete, valid, and not to be believed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from .endpoint import ReadingIncomplete
from .printable import printable
from .sync import SyncError

__all__ = (
    'LostMember',
    'MemberTrackedElsewhere',
    'NothingInCommon',
    'OlderConfiguration',
    'ReadingHeld',
    'TurnedStandalone',
)


class LostMember(ReadingIncomplete):
    """A standalone host to look at, though its corosync.conf names members: pmxcfs was started without corosync."""

    cause_text = (
        'The reading of endpoint "{endpoint}"{through} is not complete: '
        'corosync does not run on the member that answered, so it tells of itself alone.'
    )
    cure_text = (
        'Start corosync on that member and restart pve-cluster after it (systemctl status corosync pve-cluster says '
        'why they do not run as they should), or lead endpoint "{endpoint}" to another member.'
    )


class ReadingHeld(SyncError):
    """A whole reading that contradicts what NetBox holds, and waits for a person's decision.

    `reading` is what the question is about (see `HeldReadingModel`), of a reading made at `read_at`; `decision` is what
    a person had said of it by then.
    """

    code = 'reading-held'
    run_status: ClassVar[str] = 'held'
    cause_text = 'What was read is not believed.'
    cure_of_preview: ClassVar[str] = (
        'A sync would end so, too, and ask on the page of the endpoint what is to become of it. A preview asks nothing.'
    )
    reading: Mapping[str, Any] = {}
    read_at: datetime | None = None
    decision: str = ''

    def add(self, detail: str) -> None:
        """Say why it is held although a person has decided."""
        self.cause = f'{self.cause} {printable(detail)}'


class TurnedStandalone(ReadingHeld):
    """A known cluster answers as one host, which a host that was taken out of a living cluster does, too."""

    code = 'turned-standalone'
    cause_text = (
        'Endpoint "{endpoint}" answered as the standalone host "{host}", where NetBox knows the cluster "{cluster}". '
        'Nothing proves that the cluster is gone, so nothing was changed.'
    )
    cure_text = (
        'If the cluster lives, lead endpoint "{endpoint}" to one of its members. If "{host}" is to be tracked alone, '
        'choose "Believe it" on the page of endpoint "{endpoint}", which says what is deleted then.'
    )

    def __init__(self, endpoint: str, cluster: str, host: str) -> None:
        super().__init__(endpoint=endpoint, cluster=cluster, host=host)


class NothingInCommon(ReadingHeld):
    """None of the nodes that were read is known; `found` and `known` are phrases such as 'the cluster "lab"'."""

    code = 'nothing-in-common'
    cause_text = (
        'Endpoint "{endpoint}" answered as {found}, which has no node in common with {known} that NetBox knows. '
        'Its address may lead elsewhere, so nothing was changed.'
    )
    cure_text = (
        'Correct the address of endpoint "{endpoint}". If the answer is right, choose "Believe it" on the page of '
        'endpoint "{endpoint}", which says what is deleted then, or "It is a rename" where that is offered.'
    )

    def __init__(self, endpoint: str, found: str, known: str) -> None:
        super().__init__(endpoint=endpoint, found=found, known=known)


class OlderConfiguration(ReadingHeld):
    """The version of corosync's configuration fell, which it never does unless a cluster is made anew."""

    code = 'older-configuration'
    cause_text = (
        'Endpoint "{endpoint}" answered with version {found} of the configuration of cluster "{cluster}", where '
        'version {known} was read before. A member that was removed and still runs does so; nothing was changed.'
    )
    cure_text = (
        'Lead endpoint "{endpoint}" to a member of the cluster. If the cluster was made anew, choose "Believe it" '
        'on the page of endpoint "{endpoint}".'
    )

    def __init__(self, endpoint: str, cluster: str, found: int, known: int) -> None:
        super().__init__(endpoint=endpoint, cluster=cluster, found=str(found), known=str(known))


class MemberTrackedElsewhere(SyncError):
    """A host that is standalone by its own account, and a member of a cluster by that of another endpoint."""

    code = 'member-tracked-elsewhere'
    cause_text = (
        'Endpoint "{endpoint}" answered as the standalone host "{host}", '
        'which endpoint "{other}" tracks as a member of a cluster.'
    )
    cure_text = (
        'If "{host}" belongs to that cluster, start corosync there, and disable or delete endpoint "{endpoint}". '
        'If it has left, remove it from the cluster (pvecm delnode) and sync endpoint "{other}" first.'
    )

    def __init__(self, endpoint: str, host: str, other: str) -> None:
        super().__init__(endpoint=endpoint, host=host, other=other)
