"""The typed client of the control API: what tests and the demo do to the estates."""

import json
from dataclasses import asdict
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from .estate_state import EstateState
from .faults import Misanswer, TlsFault

__all__ = (
    'Control',
    'ControlError',
)

TIMEOUT = 10.0


class ControlError(Exception):
    """The control API refused; the text says why."""


class Control:
    """Steers the estates of one running simulation; every method raises ControlError when refused.

    `url` is the `control` of the readiness line.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def estates(self) -> list[str]:
        """The names of the estates."""
        names: list[str] = _exchange(Request(f'{self.url}/estates'))  # noqa: S310 (loopback http)
        return names

    def state(self, estate: str) -> EstateState:
        """The estate as it is now."""
        return EstateState.parse(_exchange(Request(f'{self.url}/estates/{estate}')))  # noqa: S310 (loopback http)

    def set_online(self, estate: str, node: str, online: bool) -> EstateState:
        """Take a node down or bring it back; the votes decide about quorum."""
        return self._act(estate, 'set-online', node=node, online=online)

    def set_corosync(self, estate: str, node: str, running: bool) -> EstateState:
        """Let a member run without corosync, so that it answers like a standalone host, or with it again."""
        return self._act(estate, 'set-corosync', node=node, running=running)

    def stop_corosync(self, estate: str, node: str) -> EstateState:
        """Stop corosync under a running pmxcfs: no quorum, and what was seen last; `set_corosync` starts it again."""
        return self._act(estate, 'stop-corosync', node=node)

    def split(self, estate: str, *nodes: str) -> EstateState:
        """Cut the network between these members and all others; without any it is whole again."""
        return self._act(estate, 'split', nodes=nodes)

    def set_statistics(self, estate: str, node: str, running: bool) -> EstateState:
        """Let pvestatd of a node hang (metrics frozen, unknown 300 simulated seconds later), or run again."""
        return self._act(estate, 'set-statistics', node=node, running=running)

    def set_release(self, estate: str, release: str, *, node: str | None = None) -> EstateState:
        """Let all nodes, or one, run another version such as 9.1.6: it decides about the texts of errors too."""
        return self._act(estate, 'set-release', release=release, node=node)

    def set_config_version(self, estate: str, version: int) -> EstateState:
        """Give corosync's configuration another version, such as that which a removed member still has."""
        return self._act(estate, 'set-config-version', version=version)

    def move_address(self, estate: str, name: str | None, *nodes: str) -> EstateState:
        """Let the address lead to another cluster of these nodes, or to a standalone host when it has no name."""
        return self._act(estate, 'move-address', name=name, nodes=nodes)

    def add_node(self, estate: str, node: str, ip_address: str = '') -> EstateState:
        """Let a host join the cluster."""
        return self._act(estate, 'add-node', node=node, ip_address=ip_address)

    def remove_node(self, estate: str, node: str) -> EstateState:
        """Delete a member from the cluster."""
        return self._act(estate, 'remove-node', node=node)

    def rename_cluster(self, estate: str, name: str) -> EstateState:
        """Give the cluster another name."""
        return self._act(estate, 'rename-cluster', name=name)

    def force_quorum(self, estate: str, quorate: bool | None) -> EstateState:
        """Give or break quorum whatever the votes say; None lets them count again."""
        return self._act(estate, 'force-quorum', quorate=quorate)

    def leave_cluster(self, estate: str, node: str) -> EstateState:
        """Make a node a standalone host, the only one that is seen."""
        return self._act(estate, 'leave-cluster', node=node)

    def form_cluster(self, estate: str, name: str) -> EstateState:
        """Make a standalone host the first member of a cluster."""
        return self._act(estate, 'form-cluster', name=name)

    def stop_clock(self, estate: str) -> EstateState:
        """Freeze the metrics."""
        return self._act(estate, 'stop-clock')

    def start_clock(self, estate: str) -> EstateState:
        """Let the metrics move again."""
        return self._act(estate, 'start-clock')

    def advance_clock(self, estate: str, seconds: float) -> EstateState:
        """Put the clock forward: the metrics move and the uptime grows at once."""
        return self._act(estate, 'advance-clock', seconds=seconds)

    def hang(self, estate: str, hang: bool = True, *, node: str | None = None) -> EstateState:
        """Take requests and never answer; those that hung are dropped when it ends."""
        return self._set_faults(estate, node, hang=hang)

    def slow(self, estate: str, seconds: float, *, node: str | None = None) -> EstateState:
        """Hold back every answer; 0 ends it."""
        return self._set_faults(estate, node, delay=seconds)

    def refuse(self, estate: str, refuse: bool = True, *, node: str | None = None) -> EstateState:
        """Close the ports of the estate or of one node, or open them again."""
        return self._set_faults(estate, node, refuse=refuse)

    def break_tls(self, estate: str, fault: TlsFault = TlsFault.UNTRUSTED, *, node: str | None = None) -> EstateState:
        """Serve the certificate of an impostor, say nothing, hang up or speak no TLS; `TlsFault.NONE` ends it."""
        return self._set_faults(estate, node, tls=fault)

    def renew_certificate(self, estate: str, node: str) -> EstateState:
        """Give a node a new certificate that the cluster tells of; it is served from the next connection on."""
        return self._act(estate, 'renew-certificate', node=node)

    def set_certificate(self, estate: str, node: str, *, expired: bool = False, misnamed: bool = False) -> EstateState:
        """Let a node have a certificate that expired or is made out to another name; without either, a good one."""
        return self._act(estate, 'set-certificate', node=node, expired=expired, misnamed=misnamed)

    def set_access(self, estate: str, **changes: object) -> EstateState:
        """Change the login: fields of `estate.Access`, such as `token_expired=True` or `user_acl={'/nodes': True}`."""
        return self._act(estate, 'set-access', **changes)

    def deny_audit(self, estate: str, deny: bool = True) -> EstateState:
        """Take Sys.Audit on /nodes from the user: nodes are listed without metrics."""
        return self._set_faults(estate, audit=not deny)

    def fail(self, estate: str, statuses: dict[str, int], *, node: str | None = None) -> EstateState:
        """Answer these API paths (`/nodes`, or `*` for all) with these statuses and no others; {} ends it."""
        return self._set_faults(estate, node, statuses=statuses)

    def reply(self, estate: str, replies: dict[str, object], *, node: str | None = None) -> EstateState:
        """Answer these API paths with this `data` and no others, such as an empty list; {} ends it."""
        return self._set_faults(estate, node, replies=replies)

    def misanswer(self, estate: str, answers: dict[str, Misanswer], *, node: str | None = None) -> EstateState:
        """Answer these API paths (or `*`) with something else, or in an odd way, and no others; {} ends it."""
        return self._set_faults(estate, node, misanswers={path: asdict(found) for path, found in answers.items()})

    def reorder(self, estate: str, reorder: bool = True) -> EstateState:
        """List the nodes in another order each time."""
        return self._set_faults(estate, reorder=reorder)

    def reset(self, estate: str) -> EstateState:
        """Put the estate back to its beginning, without faults."""
        return self._act(estate, 'reset')

    def _set_faults(self, estate: str, node: str | None = None, **faults: object) -> EstateState:
        """Faults of a node come on top of those of its estate, and concern the addresses of that node alone."""
        return self._act(estate, 'set-faults', node=node, **faults)

    def _act(self, estate: str, action: str, **arguments: object) -> EstateState:
        url = f'{self.url}/estates/{estate}/{action}'
        return EstateState.parse(_exchange(Request(url, data=json.dumps(arguments).encode())))  # noqa: S310 (loopback http)


def _exchange(request: Request) -> Any:
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 (loopback http)
            return json.load(answer)
    except HTTPError as error:
        raise ControlError(json.load(error)['error']) from None
