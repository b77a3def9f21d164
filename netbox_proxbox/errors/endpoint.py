"""Failures of one Proxmox VE endpoint, as proxbox-api reports them."""

from .base import ProxboxError

__all__ = (
    'EndpointError',
    'EndpointLoginRefused',
    'EndpointNotOpened',
    'EndpointRejected',
    'EndpointRightsMissing',
    'EndpointStatusUnreadable',
    'EndpointTimeout',
    'EndpointUnavailable',
    'EndpointUnreachable',
    'ReadingIncomplete',
    'RegistrationStale',
)

# For what may be a refusal: a host may lock out whoever is refused too often.
TWO_ATTEMPTS = 2


class EndpointError(ProxboxError):
    """A failure of the given endpoint, seen through the given backend; `detail` is one more sentence.

    Without a backend (an empty name) it was read directly.
    """

    code = 'endpoint-error'
    cause_text = 'proxbox-api "{backend}" could not read endpoint "{endpoint}".'
    cure_text = 'See the log of proxbox-api "{backend}".'

    def __init__(self, endpoint: str, backend: str, detail: str = '', *, retry_after: float | None = None) -> None:
        through = f' through proxbox-api "{backend}"' if backend else ''
        logs = 'proxbox-api and that of Proxmox VE' if backend else 'Proxmox VE'
        names = {'endpoint': endpoint, 'backend': backend, 'through': through, 'logs': logs}
        super().__init__(detail=detail, retry_after=retry_after, **names)
        self.args = (endpoint, backend, detail)


class EndpointUnreachable(EndpointError):
    """503 for a session. proxbox-api 0.0.30 tells no connection, no DNS, TLS and a 503 of Proxmox VE not apart."""

    code = 'endpoint-unreachable'
    transient = True
    cause_text = (
        'proxbox-api "{backend}" gets no connection to the Proxmox VE of endpoint "{endpoint}", '
        'or does not trust its certificate.'
    )
    cure_text = (
        'Check the address and port of endpoint "{endpoint}" from the host of proxbox-api, and that Proxmox VE runs. '
        'Let the host of proxbox-api trust its certificate (its own authority is /etc/pve/pve-root-ca.pem on each '
        'node). Only where nobody can get in between, switch off "Verify TLS" instead.'
    )


class EndpointUnavailable(EndpointError):
    """Proxmox VE, or a proxy in front of it, is reached and answers with 429 or 5xx, or cuts the connection."""

    code = 'endpoint-unavailable'
    transient = True
    cause_text = 'The Proxmox VE of endpoint "{endpoint}" is reached, but fails to answer proxbox-api "{backend}".'
    cure_text = (
        'Check the services pve-cluster, pvedaemon and pveproxy of that host and its log; '
        'if a proxy stands in front of it, see that too.'
    )


class EndpointTimeout(EndpointError):
    """504 for a session, or a later question that timed out: Proxmox VE takes the connection and does not answer."""

    code = 'endpoint-timeout'
    transient = True
    cause_text = 'The Proxmox VE of endpoint "{endpoint}" did not answer proxbox-api "{backend}" in time.'
    cure_text = (
        'Check the pveproxy service and the load of that host; '
        'if it is only slow, raise the timeout of endpoint "{endpoint}".'
    )


class EndpointNotOpened(EndpointError):
    """502 without a status of Proxmox VE: it is not known whether the way there or the login fails.

    proxbox-api 0.0.30 says no more of whatever goes wrong at a login by password, from a closed port to a wrong
    password. With a token only a redirect, a page and a 502 of something in front of Proxmox VE are told like this.
    """

    code = 'endpoint-not-opened'
    transient = True
    attempts = TWO_ATTEMPTS
    cause_text = (
        'proxbox-api "{backend}" could not reach the Proxmox VE of endpoint "{endpoint}", or could not log in there: '
        'it does not tell which.'
    )
    cure_text = (
        'Check the address and port of endpoint "{endpoint}" from the host of proxbox-api, that Proxmox VE runs, and '
        'that the host of proxbox-api trusts its certificate (its own authority is /etc/pve/pve-root-ca.pem on each '
        'node) unless "Verify TLS" is off. If all that is well, correct the user name (with its realm, as in root@pam) '
        'and the password. A refused API token would be told: with one, look for a proxy or a login page that answers '
        'in the place of Proxmox VE.'
    )


class EndpointLoginRefused(EndpointError):
    """401: Proxmox VE refuses the token, or what a login by password gave. Never to be retried."""

    code = 'endpoint-login-refused'
    cause_text = 'The Proxmox VE of endpoint "{endpoint}" refuses the login.'
    cure_text = (
        'Correct the user name (with its realm, as in root@pam) and the password or token of endpoint "{endpoint}", '
        'and check in Proxmox VE that the user and the token are enabled and not expired. '
        'A user with a second factor needs a token. The log of Proxmox VE names what it refuses.'
    )


class EndpointRightsMissing(EndpointError):
    """The login works, but the user or token may not read the cluster (403)."""

    code = 'endpoint-rights-missing'
    cause_text = 'The login of endpoint "{endpoint}" does not have the rights to read the cluster from Proxmox VE.'
    cure_text = (
        'Give the role PVEAuditor (Sys.Audit) on the path / to the user of endpoint "{endpoint}", '
        'and to its token too if the token has separate privileges.'
    )


class EndpointStatusUnreadable(EndpointError):
    """The login worked, and the status was not given: proxbox-api 0.0.30 has the same words for 401, 403 and 500."""

    code = 'endpoint-status-unreadable'
    transient = True
    attempts = TWO_ATTEMPTS
    cause_text = (
        'proxbox-api "{backend}" got no cluster status from the Proxmox VE of endpoint "{endpoint}" and does not tell '
        'why: the login may lack the right to read it, its ticket may have expired, or Proxmox VE failed.'
    )
    cure_text = (
        'Give the role PVEAuditor (Sys.Audit) on the path / to the user of endpoint "{endpoint}", and to its token too '
        'if the token has separate privileges. If they have it, sync again, and see the log of Proxmox VE.'
    )


class EndpointRejected(EndpointError):
    """proxbox-api refuses to create or change the record of the endpoint (400 or 422)."""

    code = 'endpoint-rejected'
    cause_text = 'proxbox-api "{backend}" refuses to register endpoint "{endpoint}".'
    cure_text = (
        'Check that endpoint "{endpoint}" has an address, a port, a user name, '
        'and a password or both the name and the value of a token.'
    )


class RegistrationStale(EndpointError):
    """The id that NetBox remembers is unknown to proxbox-api, disabled there, or means another endpoint."""

    code = 'registration-stale'
    cause_text = 'The registration of endpoint "{endpoint}" in proxbox-api "{backend}" is no longer valid.'
    cure_text = 'Nothing needs to be done: the next sync registers it again.'


class ReadingIncomplete(EndpointError):
    """An answer that cannot be the whole truth, so nothing may be concluded from what it lacks."""

    code = 'reading-incomplete'
    cause_text = 'The reading of endpoint "{endpoint}"{through} is not complete.'
    cure_text = 'Sync again; if it stays so, see the log of {logs}.'
