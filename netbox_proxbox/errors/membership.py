"""Readings that answer for something else than what NetBox knows: complete, valid, and not to be believed."""

from .endpoint import ReadingIncomplete
from .sync import SyncError

__all__ = ('LostMember', 'MemberTrackedElsewhere', 'NothingInCommon', 'OlderConfiguration', 'TurnedStandalone')


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


class TurnedStandalone(SyncError):
    """A known cluster answers as one host, which a host that was taken out of a living cluster does, too."""

    code = 'turned-standalone'
    cause_text = (
        'Endpoint "{endpoint}" answered as the standalone host "{host}", where NetBox knows the cluster "{cluster}". '
        'Nothing proves that the cluster is gone, so nothing was changed.'
    )
    cure_text = (
        'If the cluster lives, lead endpoint "{endpoint}" to one of its members. If "{host}" is to be tracked alone, '
        'delete the cluster "{cluster}" in NetBox by hand: the next sync takes the host as it is, '
        'and deletes the other nodes, or asks first if they are many.'
    )

    def __init__(self, endpoint: str, cluster: str, host: str) -> None:
        super().__init__(endpoint=endpoint, cluster=cluster, host=host)


class NothingInCommon(SyncError):
    """None of the nodes that were read is known; `found` and `known` are phrases such as 'the cluster "lab"'."""

    code = 'nothing-in-common'
    cause_text = (
        'Endpoint "{endpoint}" answered as {found}, which has no node in common with {known} that NetBox knows. '
        'Its address may lead elsewhere, so nothing was changed.'
    )
    cure_text = (
        'Correct the address of endpoint "{endpoint}". If the answer is right, for instance because all nodes were '
        'renamed, delete {known} in NetBox by hand: the next sync takes what it reads, and deletes the nodes that it '
        'lacks, or asks first if they are many.'
    )

    def __init__(self, endpoint: str, found: str, known: str) -> None:
        super().__init__(endpoint=endpoint, found=found, known=known)


class OlderConfiguration(SyncError):
    """The version of corosync's configuration fell, which it never does unless a cluster is made anew."""

    code = 'older-configuration'
    cause_text = (
        'Endpoint "{endpoint}" answered with version {found} of the configuration of cluster "{cluster}", where '
        'version {known} was read before. A member that was removed and still runs does so; nothing was changed.'
    )
    cure_text = (
        'Lead endpoint "{endpoint}" to a member of the cluster. If the cluster was made anew, delete the cluster '
        '"{cluster}" in NetBox by hand: the next sync takes what it reads.'
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
