"""From an HTTP request to an answer: the ticket, the login, the faults, then the API. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .access import LoginError, check_access
from .answers import Answer, Question, api_path, ok
from .estate import Estate, Node
from .faults import Faults, Misanswer
from .releases import hides_causes
from .rights import Rights
from .routes import answer
from .ticket_answers import log_in

__all__ = (
    'Moment',
    'Request',
    'respond',
)

TICKET_PATH = '/access/ticket'
METHODS = ('GET', 'POST', 'PUT', 'DELETE')
HIDDEN_CAUSE = 'Authentication failed!'
FIRST_OF_THE_PROXY = 595
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

    @property
    def release(self) -> str:
        """The version of Proxmox VE that answers."""
        return self.estate.release_of(self.asked)


def respond(moment: Moment, request: Request) -> Answer:
    """The answer of the estate, errors included."""
    path = api_path(request.path)
    if path is None:
        reason = f"no such file '{request.path}'"
        return Answer(status=500, reason=reason, body=reason)
    if request.method not in METHODS:
        return Answer(status=501, reason=f"method '{request.method}' not available", body='')
    if (request.method, path) == ('POST', TICKET_PATH):
        return _faulty(moment.faults, path) or _ticket(moment, request)
    try:
        rights = _rights(moment, request)
    except LoginError as refusal:
        is_told = refusal.is_plain or not hides_causes(moment.release)
        return Answer(status=401, reason=str(refusal) if is_told else HIDDEN_CAUSE, body='')
    return _faulty(moment.faults, path) or answer(_question(moment, request, path, rights))


def _ticket(moment: Moment, request: Request) -> Answer:
    try:
        return log_in(moment.estate, request.parameters, moment.now)
    except LoginError as refusal:
        return Answer(status=401, reason=str(refusal))


def _rights(moment: Moment, request: Request) -> Rights:
    rights = check_access(
        moment.estate.access,
        method=request.method,
        authorization=request.authorization,
        cookie=request.cookie,
        csrf=request.csrf,
        now=moment.now,
    )
    return rights if moment.faults.audit else Rights((*rights.acls, WITHOUT_NODES))


def _faulty(faults: Faults, path: str) -> Answer | None:
    misanswer = faults.misanswer(path)
    if misanswer is not None and misanswer.status is not None:
        return _misanswered(misanswer, misanswer.status)
    status = faults.statuses.get(path, faults.statuses.get('*'))
    if status is not None:
        body = '' if status >= FIRST_OF_THE_PROXY else None
        return Answer(status=status, reason=FAULT_REASONS.get(status, 'simulated fault'), body=body)
    return ok(faults.replies[path]) if path in faults.replies else None


def _misanswered(misanswer: Misanswer, status: int) -> Answer:
    return Answer(
        status=status,
        reason=misanswer.reason or FAULT_REASONS.get(status, 'OK' if status < 300 else 'simulated fault'),
        data=misanswer.data,
        body=misanswer.body,
        content_type=misanswer.content_type,
        location=misanswer.location,
    )


def _question(moment: Moment, request: Request, path: str, rights: Rights) -> Question:
    return Question(
        method=request.method,
        path=path,
        parameters=request.parameters,
        estate=moment.estate,
        asked=moment.asked,
        time=moment.time,
        now=moment.now,
        rights=rights,
    )
