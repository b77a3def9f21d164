"""What `POST /access/ticket` answers: a ticket for a password, or the wish for a second factor."""

from collections.abc import Mapping

from .access import csrf_token, half_ticket, issue_ticket
from .answers import Answer, ok, wrong_parameters
from .estate import Estate
from .rights import Rights

__all__ = ('log_in',)

MISSING = 'property is missing and it is not optional'
AUDITED = {'dc': '/', 'nodes': '/nodes'}
CAPABILITIES = ('vms', 'access', 'storage', 'sdn', 'mapping')


def log_in(estate: Estate, parameters: Mapping[str, str], now: float) -> Answer:
    """The answer of an estate. Raises LoginError."""
    missing = [name for name in ('password', 'username') if name not in parameters]
    if missing:
        return wrong_parameters(dict.fromkeys(missing, MISSING))
    access, realm = estate.access, parameters.get('realm')
    username = f'{parameters["username"]}@{realm}' if realm else parameters['username']
    password = parameters['password']
    ticket = issue_ticket(access, username, password, now)
    is_renewal = password.startswith('PVE:')
    if access.second_factor and not is_renewal:
        half = half_ticket(access, now)
        csrf = csrf_token(access, half)
        return ok({'username': username, 'NeedTFA': 1, 'CSRFPreventionToken': csrf, 'ticket': half})
    csrf = csrf_token(access, ticket)
    return ok({'username': username, 'ticket': ticket, 'CSRFPreventionToken': csrf, **_allowed(estate)})


def _allowed(estate: Estate) -> dict[str, object]:
    """What the user may see; the name of the cluster is for those who may audit all of it."""
    rights = Rights((estate.access.user_acl,))
    audited = {name: {'Sys.Audit': 1} if rights.may_audit(path) else {} for name, path in AUDITED.items()}
    name = {'clustername': estate.cluster_name} if rights.may_audit('/') and not estate.standalone else {}
    return {'cap': audited | {kind: {} for kind in CAPABILITIES}, **name}
