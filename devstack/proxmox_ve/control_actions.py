"""What the control API can do to an estate, by name; arguments come as JSON."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from . import transitions
from .certificates import authority_of, fingerprint
from .clock import Clock
from .estate import Estate, Node
from .faults import Misanswer, TlsFault
from .metrics import metrics_at
from .simulation import Simulation

__all__ = (
    'act',
    'describe',
)


def act(simulation: Simulation, name: str, action: str, arguments: Mapping[str, Any]) -> None:
    """Do it. Raises LookupError for an unknown estate or action, TransitionError, TypeError or ValueError."""
    if action in TRANSITIONS:
        transition = TRANSITIONS[action]
        simulation.change(name, lambda estate, time: transition(estate, time, **arguments))
    else:
        ACTIONS[action](simulation, name, **arguments)


def describe(simulation: Simulation, name: str) -> dict[str, object]:
    """The present of an estate in JSON, without its secrets."""
    simulated = simulation.estates[name]
    estate, time = simulated.estate, simulated.time
    return {
        'name': estate.name,
        'cluster_name': estate.cluster_name,
        'config_version': estate.config_version,
        'quorate': estate.quorate,
        'authority': authority_of(estate).pem,
        'nodes': [_describe_node(estate, node, time) for node in estate.nodes],
        'ports': {label: door.port for label, door in simulation.doors_of(name).items()},
        'hosts': {label: door.host for label, door in simulation.doors_of(name).items()},
        'time': time,
        'requests': simulated.requests(),
        'requests_of_nodes': simulated.requests_of_nodes(),
    }


def _describe_node(estate: Estate, node: Node, time: float) -> dict[str, object]:
    metrics = metrics_at(estate, node, time) if node.online else None
    return {
        'name': node.name,
        'node_id': node.node_id,
        'ip_address': node.ip_address,
        'online': node.online,
        'cpu_count': node.cpu_count,
        'memory': node.memory,
        'ssl_fingerprint': fingerprint(estate, node),
        'cpu': metrics and metrics.cpu,
        'memory_used': metrics and metrics.memory,
        'uptime': metrics and metrics.uptime,
    }


def _set_faults(simulation: Simulation, name: str, node: str | None = None, **given: Any) -> None:
    """Replace the given faults of an estate, or of one of its nodes, and leave the others."""
    own = simulation.estates[name].own_faults(node)
    if 'tls' in given:
        given['tls'] = TlsFault(given['tls'])
    if 'misanswers' in given:
        given['misanswers'] = {path: Misanswer(**answered) for path, answered in given['misanswers'].items()}
    simulation.set_faults(name, replace(own, **given), node)


def _stop_clock(simulation: Simulation, name: str) -> None:
    simulation.estates[name].set_clock(Clock.stopped)


def _start_clock(simulation: Simulation, name: str) -> None:
    simulation.estates[name].set_clock(Clock.started)


def _advance_clock(simulation: Simulation, name: str, *, seconds: float) -> None:
    simulation.estates[name].set_clock(lambda clock, _: clock.advanced(seconds))


def _timeless(transition: Callable[..., Estate]) -> Callable[..., Estate]:
    return lambda estate, _time, **arguments: transition(estate, **arguments)


def _timed(transition: Callable[..., Estate]) -> Callable[..., Estate]:
    return lambda estate, time, **arguments: transition(estate, time=time, **arguments)


TRANSITIONS: Mapping[str, Callable[..., Estate]] = {
    'add-node': _timed(transitions.add_node),
    'force-quorum': _timeless(transitions.force_quorum),
    'form-cluster': _timeless(transitions.form_cluster),
    'leave-cluster': _timeless(transitions.leave_cluster),
    'move-address': _timeless(transitions.move_address),
    'remove-node': _timeless(transitions.remove_node),
    'rename-cluster': _timeless(transitions.rename_cluster),
    'renew-certificate': _timeless(transitions.renew_certificate),
    'set-access': _timeless(transitions.set_access),
    'set-certificate': _timeless(transitions.set_certificate),
    'set-config-version': _timeless(transitions.set_config_version),
    'set-corosync': _timeless(transitions.set_corosync),
    'set-online': _timed(transitions.set_online),
    'set-release': _timeless(transitions.set_release),
    'set-statistics': _timed(transitions.set_statistics),
    'split': _timeless(transitions.split),
    'stop-corosync': _timed(transitions.stop_corosync),
}
ACTIONS: Mapping[str, Callable[..., None]] = {
    'advance-clock': _advance_clock,
    'reset': Simulation.reset,
    'set-faults': _set_faults,
    'start-clock': _start_clock,
    'stop-clock': _stop_clock,
}
