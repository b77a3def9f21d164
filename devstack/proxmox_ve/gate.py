"""From an HTTP request to an answer: the ticket, the login, the faults, then the API. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .access import LoginError, check_access, csrf_token, issue_ticket
from .answers import Answer, Question, api_path, ok
from .estate import Estate, Node
from .faults import Faults
from .rights import AUDITOR, Rights
from .routes import answer

__all__ = (
    'Moment',
    'Request',
    'respond',
)

TICKET_PATH = '/access/ticket'
WITHOUT_NODES = {'/': True, '/nodes': False}
FAULT_REASONS = {
    401: 'authentication failure',
    403: 'Permission check failed (/, Sys.Audit)',
    500: 'got timeout',
    503: 'Service Unavailable',
    595: 'No route to host',
    596: 'Connection timed out',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What matters of an HTTP request; `parameters` are those of the query and of the form together."""

    method: str
    path: str
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)
    authorization: str = field(default='', repr=False)
    cookie: str = field(default='', repr=False)
    csrf: str = field(default='', repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An estate at one instant: simulated `time` for its metrics, `now` in real seconds for its tickets."""

    estate: Estate
    asked: Node
    faults: Faults
    time: float
    now: float


def respond(moment: Moment, request: Request) -> Answer:
    """The answer of the estate, errors included."""
    path = api_path(request.path)
    if path is None:
        return Answer(status=500, reason=(reason := f"no such file '{request.path}'"), body=reason)
    try:
        if (request.method, path) == ('POST', TICKET_PATH):
            return _faulty(moment.faults, path) or _ticket(moment, request)
        _check_login(moment, request)
    except LoginError as refusal:
        return Answer(status=401, reason=str(refusal), body=None if path == TICKET_PATH else '')
    return _faulty(moment.faults, path) or answer(_question(moment, request, path))


def _ticket(moment: Moment, request: Request) -> Answer:
    access = moment.estate.access
    username = request.parameters.get('username', '')
    ticket = issue_ticket(access, username, request.parameters.get('password', ''), moment.now)
    data = {
        'username': username,
        'ticket': ticket,
        'CSRFPreventionToken': csrf_token(access, ticket),
        'cap': {'nodes': {'Sys.Audit': 1}, 'dc': {'Sys.Audit': 1}},
        'clustername': moment.estate.cluster_name,
    }
    return ok(data)


def _check_login(moment: Moment, request: Request) -> None:
    check_access(
        moment.estate.access,
        method=request.method,
        authorization=request.authorization,
        cookie=request.cookie,
        csrf=request.csrf,
        now=moment.now,
    )


def _faulty(faults: Faults, path: str) -> Answer | None:
    status = faults.statuses.get(path, faults.statuses.get('*'))
    if status is not None:
        return Answer(status=status, reason=FAULT_REASONS.get(status, 'simulated fault'))
    return ok(faults.replies[path]) if path in faults.replies else None


def _question(moment: Moment, request: Request, path: str) -> Question:
    return Question(
        method=request.method,
        path=path,
        parameters=request.parameters,
        estate=moment.estate,
        asked=moment.asked,
        time=moment.time,
        rights=Rights((AUDITOR,) if moment.faults.audit else (AUDITOR, WITHOUT_NODES)),
    )
