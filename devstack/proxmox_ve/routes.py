"""The calls of the API: the path, the parameters it takes, the right it needs, and what it answers."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from . import cluster_answers, node_answers, round_robin
from .answers import Answer, Question, ok, wrong_parameters
from .estate import Node

__all__ = ('answer',)

UNKNOWN_PARAMETER = 'property is not defined in schema and the schema does not allow additional properties'
RESOURCE_TYPES = ('vm', 'storage', 'node', 'sdn')
NODE_PATH = re.compile('/nodes/([^/]+)(/.+)')


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `audits` says that it needs Sys.Audit, on / or on the node of the path."""

    made: Callable[[Question], Answer]
    audits: bool = False
    parameters: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class NodeCall:
    """One call about a node, which that node itself answers."""

    made: Callable[[Question, Node], object]
    audits: bool = False
    parameters: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class DaemonCall:
    """One call about a node, which the daemon of the member that is asked answers, also for a node that is down."""

    made: Callable[[Question, str], Answer]
    audits: bool = False
    parameters: Collection[str] = ()


def answer(question: Question) -> Answer:
    """The answer to a question; what the simulation lacks is 501, as an unknown path is in Proxmox VE."""
    if question.method != 'GET':
        return _not_implemented(question)
    about = NODE_PATH.fullmatch(question.path)
    return _about_node(question, about[1], about[2]) if about else _about_all(question)


def _about_all(question: Question) -> Answer:
    call = CALLS.get(question.path)
    if call is None:
        return _not_implemented(question)
    return _refusal(question, call, '/') or call.made(question)


def _about_node(question: Question, name: str, rest: str) -> Answer:
    call = NODE_CALLS.get(rest) or DAEMON_CALLS.get(rest)
    if call is None:
        return _not_implemented(question)
    refusal = _refusal(question, call, f'/nodes/{name}')
    if refusal is not None:
        return refusal
    return _of_node(question, name, call) if isinstance(call, NodeCall) else call.made(question, name)


def _not_implemented(question: Question) -> Answer:
    return Answer(status=501, reason=f"Method '{question.method} {question.path}' not implemented")


def _refusal(question: Question, call: Call | NodeCall | DaemonCall, path: str) -> Answer | None:
    if call.audits and not question.rights.may_audit(path):
        return Answer(status=403, reason=f'Permission check failed ({path}, Sys.Audit)')
    unknown = question.parameters.keys() - {*call.parameters, '_dc'}
    return wrong_parameters(dict.fromkeys(sorted(unknown), UNKNOWN_PARAMETER)) if unknown else None


def _of_node(question: Question, name: str, call: NodeCall) -> Answer:
    node = question.told.find(name)
    if node is None:
        reason = f"hostname lookup '{name}' failed - failed to get address info for: {name}: Name or service not known"
        return Answer(status=500, reason=reason)
    if not node.online:
        return Answer(status=595, reason='No route to host', body='')
    return ok(call.made(question, node))


def _cluster_join(question: Question) -> Answer:
    if question.estate.standalone:
        return Answer(status=424, reason='node is not in a cluster, no join info available!')
    return ok(cluster_answers.join(question.estate, question.asked))


def _configured_members(question: Question) -> Answer:
    return ok([] if question.estate.standalone else cluster_answers.configured_members(question.estate))


def _totem(question: Question) -> Answer:
    return ok(None if question.estate.standalone else cluster_answers.totem(question.estate))


def _high_availability(question: Question) -> Answer:
    """A true standalone host has quorum, and a member that lost its cluster has none."""
    quorate = question.estate.standalone or (not question.told.standalone and question.told.quorate)
    return ok(cluster_answers.high_availability(question.asked, quorate=quorate))


def _cluster_resources(question: Question) -> Answer:
    kind = question.parameters.get('type', 'node')
    if kind not in RESOURCE_TYPES:
        listed = ', '.join(RESOURCE_TYPES)
        return wrong_parameters({'type': f"value '{kind}' does not have a value in the enumeration '{listed}'"})
    return ok(node_answers.resources(question.told, question.time, question.rights) if kind == 'node' else [])


def _permissions(question: Question) -> Answer:
    told = question.rights.told()
    path = question.parameters.get('path')
    return ok(told if path is None else {path: {'Sys.Audit': 1} if question.rights.may_audit(path) else {}})


def _subscription(question: Question, node: Node) -> object:
    return node_answers.subscription(node, audited=question.rights.may_audit(f'/nodes/{node.name}'))


CALLS: Mapping[str, Call] = {
    '/access/permissions': Call(_permissions, parameters=('path', 'userid')),
    '/cluster/config/join': Call(_cluster_join, audits=True, parameters=('node',)),
    '/cluster/config/nodes': Call(_configured_members, audits=True),
    '/cluster/config/totem': Call(_totem, audits=True),
    '/cluster/ha/status/current': Call(_high_availability, audits=True),
    '/cluster/resources': Call(_cluster_resources, parameters=('type',)),
    '/cluster/status': Call(lambda question: ok(cluster_answers.status(question.told, question.asked)), audits=True),
    '/nodes': Call(lambda question: ok(node_answers.nodes(question.told, question.time, question.rights))),
    '/version': Call(lambda question: ok(cluster_answers.version(question.estate.release_of(question.asked)))),
}
NODE_CALLS: Mapping[str, NodeCall] = {
    '/certificates/info': NodeCall(lambda question, node: node_answers.certificates(question.estate, node)),
    '/status': NodeCall(lambda question, node: node_answers.status(question.told, node, question.time), audits=True),
    '/subscription': NodeCall(_subscription),
    '/version': NodeCall(lambda question, node: cluster_answers.version(question.estate.release_of(node))),
}
DAEMON_CALLS: Mapping[str, DaemonCall] = {
    '/rrddata': DaemonCall(round_robin.round_robin_data, audits=True, parameters=round_robin.PARAMETERS),
}
