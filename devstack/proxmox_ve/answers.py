"""What the API of Proxmox VE answers: an estate, the node that is asked and a time give status and JSON."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import cluster_answers, node_answers
from .estate import Estate, Node

__all__ = (
    'Answer',
    'Question',
    'answer',
    'api_path',
)

JSON_PREFIX = '/api2/json'


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request that got past the login.

    `path` is an API path such as `/nodes`; `asked` is the node that answers; `time` is simulated seconds.
    `estate` is what is configured, `told` what the node that answers takes for the present.
    `audited` is false for a user without Sys.Audit, who sees nodes without metrics.
    """

    method: str
    path: str
    parameters: Mapping[str, str]
    estate: Estate
    asked: Node
    time: float
    audited: bool = True

    @property
    def told(self) -> Estate:
        """The estate as the node that answers has it."""
        return self.estate.as_told_by(self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status with Proxmox VE's words in the status line, and the `data` of the body (None for an error)."""

    status: int
    reason: str
    data: object = None


def api_path(url_path: str) -> str | None:
    """The API path without prefix and without trailing slash, or None outside of the JSON API."""
    path = re.sub('/+', '/', url_path).rstrip('/')
    return path.removeprefix(JSON_PREFIX) or '/' if f'{path}/'.startswith(f'{JSON_PREFIX}/') else None


def answer(question: Question) -> Answer:
    """The answer to a question; what the simulation lacks is 501, as an unknown path is in Proxmox VE."""
    node_path = re.fullmatch('/nodes/([^/]+)/status', question.path)
    if question.method == 'GET' and node_path:
        return _node_status(question, node_path[1])
    route = ROUTES.get(question.path) if question.method == 'GET' else None
    if route is None:
        return Answer(status=501, reason=f"Method '{question.method} {question.path}' not implemented")
    return route(question)


def _version(question: Question) -> Answer:
    return _ok(cluster_answers.version(question.estate))


def _cluster_status(question: Question) -> Answer:
    return _ok(cluster_answers.status(question.told, question.asked))


def _cluster_join(question: Question) -> Answer:
    if question.estate.standalone:
        return Answer(status=424, reason='node is not in a cluster, no join info available!')
    return _ok(cluster_answers.join(question.estate, question.asked))


def _configured_members(question: Question) -> Answer:
    return _ok([] if question.estate.standalone else cluster_answers.configured_members(question.estate))


def _cluster_resources(question: Question) -> Answer:
    if question.parameters.get('type', 'node') != 'node':
        return _ok([])
    return _ok(node_answers.resources(question.told, question.time, audited=question.audited))


def _nodes(question: Question) -> Answer:
    return _ok(node_answers.nodes(question.told, question.time, audited=question.audited))


def _node_status(question: Question, name: str) -> Answer:
    node = question.told.find(name)
    if node is None:
        return Answer(status=500, reason=f"hostname lookup '{name}' failed - failed to get address info")
    if not node.online:
        return Answer(status=595, reason='No route to host')
    if not question.audited:
        return Answer(status=403, reason=f'Permission check failed (/nodes/{name}, Sys.Audit)')
    return _ok(node_answers.status(question.estate, node, question.time))


def _ok(data: object) -> Answer:
    return Answer(status=200, reason='OK', data=data)


ROUTES: Mapping[str, Callable[[Question], Answer]] = {
    '/cluster/config/join': _cluster_join,
    '/cluster/config/nodes': _configured_members,
    '/cluster/resources': _cluster_resources,
    '/cluster/status': _cluster_status,
    '/nodes': _nodes,
    '/version': _version,
}
