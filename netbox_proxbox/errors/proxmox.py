"""Failures of one Proxmox VE that is read directly. `host` is the address that was asked, as in "pve1:8006"."""

from collections.abc import Sequence

from .base import ProxboxError

__all__ = (
    'NoMemberAnswers',
    'ProxmoxAnswerInvalid',
    'ProxmoxCertificateChanged',
    'ProxmoxCertificateExpired',
    'ProxmoxCertificateForAnotherName',
    'ProxmoxConnectionClosed',
    'ProxmoxError',
    'ProxmoxHandshakeFailed',
    'ProxmoxLoginRefused',
    'ProxmoxNeedsSecondFactor',
    'ProxmoxRightsMissing',
    'ProxmoxTimeout',
    'ProxmoxTlsError',
    'ProxmoxTooOld',
    'ProxmoxUnavailable',
    'ProxmoxUnreachable',
    'ProxmoxWithoutTls',
    'SomethingElseAnswers',
)

# For what may be the host itself, which a whole reading should not wait for four times.
TWO_ATTEMPTS = 2


class ProxmoxError(ProxboxError):
    """A failure at one address of the given endpoint; `detail` is one more sentence for the cause.

    `concerns_member`: another member of the same cluster may answer, so that one is asked next.
    """

    code = 'proxmox-error'
    concerns_member = True
    cause_text = 'Proxmox VE at {host} cannot be read for endpoint "{endpoint}".'
    cure_text = 'Correct endpoint "{endpoint}" in NetBox.'

    def __init__(self, endpoint: str, host: str, detail: str = '', *, retry_after: float | None = None) -> None:
        super().__init__(detail=detail, retry_after=retry_after, endpoint=endpoint, host=host)
        self.args = (endpoint, host, detail)
        self.host = host


class ProxmoxUnreachable(ProxmoxError):
    """No connection: refused, name not found, no route, or cut off."""

    code = 'proxmox-unreachable'
    transient = True
    cause_text = 'Proxmox VE at {host} cannot be reached for endpoint "{endpoint}".'
    cure_text = (
        'Check the address and port of endpoint "{endpoint}" from the host of the worker, that the host runs, and its '
        'service pveproxy (systemctl status pveproxy).'
    )


class ProxmoxConnectionClosed(ProxmoxError):
    """The connection is taken and closed before TLS: ALLOW_FROM or DENY_FROM of pveproxy, or a firewall."""

    code = 'proxmox-connection-closed'
    transient = True
    attempts = TWO_ATTEMPTS
    cause_text = (
        'Proxmox VE at {host} takes the connection for endpoint "{endpoint}" and closes it before a word is said.'
    )
    cure_text = (
        'Allow the address of the worker in ALLOW_FROM of /etc/default/pveproxy and in the firewall of that host; if '
        'that is well, check that port and that pveproxy runs.'
    )


class ProxmoxTimeout(ProxmoxError):
    """No connection, or no whole answer, in time.

    Not tried again: who was silent once has kept a process waiting for seconds, and the next sync asks again.
    """

    code = 'proxmox-timeout'
    cause_text = 'Proxmox VE at {host} did not answer in time for endpoint "{endpoint}".'
    cure_text = (
        'Check that the host runs and that no firewall drops the connection. If it is only slow, raise the timeout of '
        'endpoint "{endpoint}" and look at the load of that host.'
    )


class ProxmoxWithoutTls(ProxmoxError):
    """Nobody speaks TLS on that port."""

    code = 'proxmox-without-tls'
    cause_text = 'Nothing speaks TLS at {host}, where endpoint "{endpoint}" looks for Proxmox VE.'
    cure_text = 'Correct the port of endpoint "{endpoint}": Proxmox VE has 8006. Another service answers on this one.'


class ProxmoxHandshakeFailed(ProxmoxError):
    """Both speak TLS, but agree on no version or cipher, or a certificate of ours is asked for."""

    code = 'proxmox-handshake-failed'
    cause_text = 'No TLS connection to Proxmox VE at {host} could be agreed on for endpoint "{endpoint}".'
    cure_text = (
        'Let pveproxy of that host offer TLS 1.2 or 1.3 with usual ciphers (/etc/default/pveproxy), and lead endpoint '
        '"{endpoint}" past any proxy that asks for a certificate.'
    )


class ProxmoxTlsError(ProxmoxError):
    """The certificate is not signed by whom is trusted."""

    code = 'proxmox-tls-error'
    cause_text = 'The certificate of Proxmox VE at {host} is not trusted for endpoint "{endpoint}".'
    cure_text = (
        "Paste the cluster's own CA, the file /etc/pve/pve-root-ca.pem of any of its nodes, as the CA certificate of "
        'endpoint "{endpoint}". Or enter the fingerprint that "Test connection" shows, if it is that of the node under '
        'Certificates in Proxmox VE.'
    )


class ProxmoxCertificateExpired(ProxmoxTlsError):
    """The certificate, or one that signed it, is over, or not valid yet."""

    code = 'proxmox-certificate-expired'
    cause_text = 'The certificate of Proxmox VE at {host} is expired or not valid yet, for endpoint "{endpoint}".'
    cure_text = (
        'Renew it on that host (pvecm updatecerts --force, or its ACME account) and restart pveproxy, and check the '
        'clocks of both hosts.'
    )


class ProxmoxCertificateForAnotherName(ProxmoxTlsError):
    """The certificate is trusted, and names other hosts than the address that was entered."""

    code = 'proxmox-certificate-for-another-name'
    cause_text = 'The certificate of Proxmox VE at {host} is one for other names, for endpoint "{endpoint}".'
    cure_text = (
        'Enter an address that the certificate names: the name or the own IP address of the node. Or enter the '
        'fingerprint of the certificate, which "Test connection" shows, instead of a CA.'
    )


class ProxmoxCertificateChanged(ProxmoxTlsError):
    """Another certificate than the pinned one; `old` and `new` are SHA-256 fingerprints."""

    code = 'proxmox-certificate-changed'
    cause_text = (
        'Proxmox VE at {host} shows another certificate than the one that endpoint "{endpoint}" trusts. '
        'Expected: {old}. Shown: {new}.'
    )
    cure_text = (
        'If it was renewed, compare the new fingerprint with that of the node under Certificates in Proxmox VE, and '
        'enter it, and the login again. The CA certificate of the cluster would outlive renewals. If nobody renewed '
        'it, somebody may stand in between: the login was not sent.'
    )

    def __init__(self, endpoint: str, host: str, old: str, new: str) -> None:
        super(ProxmoxError, self).__init__(endpoint=endpoint, host=host, old=old, new=new)
        self.args = (endpoint, host, old, new)
        self.host = host


class SomethingElseAnswers(ProxmoxError):
    """An answer that Proxmox VE does not give: a page, a redirect, other JSON, or a status of a proxy."""

    code = 'something-else-answers'
    cause_text = 'What answers at {host} is not Proxmox VE, for endpoint "{endpoint}".'
    cure_text = 'Lead endpoint "{endpoint}" to the port 8006 of a node, past any proxy, login page or load balancer.'


class ProxmoxAnswerInvalid(ProxmoxError):
    """Proxmox VE answers, with something that no version of it is known to say."""

    code = 'proxmox-answer-invalid'
    cause_text = 'Proxmox VE at {host} gave an answer that cannot be used, for endpoint "{endpoint}".'
    cure_text = 'See the log of that host (journalctl -u pveproxy -u pvedaemon); if it is well, report this.'


class ProxmoxTooOld(ProxmoxError):
    """501: a call that this version does not have."""

    code = 'proxmox-too-old'
    cause_text = 'Proxmox VE at {host} lacks a call that endpoint "{endpoint}" needs.'
    cure_text = 'Update Proxmox VE to 6.4 or later.'


class ProxmoxUnavailable(ProxmoxError):
    """5xx of Proxmox VE: a service of the host is down, stuck or restarting."""

    code = 'proxmox-unavailable'
    transient = True
    cause_text = 'Proxmox VE at {host} is reached, but fails to answer for endpoint "{endpoint}".'
    cure_text = 'Check the services of that host (systemctl status pve-cluster pvedaemon pveproxy) and its log.'


class ProxmoxLoginRefused(ProxmoxError):
    """401. Never retried, and asked of no other member: each refusal counts where fail2ban looks on."""

    code = 'proxmox-login-refused'
    concerns_member = False
    cause_text = 'Proxmox VE at {host} refuses the login of endpoint "{endpoint}".'
    cure_text = (
        'Check in Proxmox VE, under Permissions, that the user (with its realm, as in netbox@pve) and the token exist, '
        'are enabled and not expired; then enter the login of endpoint "{endpoint}" again. The journal of that host '
        'names what it refused.'
    )


class ProxmoxNeedsSecondFactor(ProxmoxError):
    """The password is right, and a second factor is asked for, which no service can give."""

    code = 'proxmox-needs-second-factor'
    concerns_member = False
    cause_text = 'The user of endpoint "{endpoint}" needs a second factor to log in to Proxmox VE at {host}.'
    cure_text = 'Use an API token for endpoint "{endpoint}": it needs neither a password nor a second factor.'


class ProxmoxRightsMissing(ProxmoxError):
    """403: the login works, its rights do not suffice."""

    code = 'proxmox-rights-missing'
    concerns_member = False
    cause_text = 'The login of endpoint "{endpoint}" may not read the cluster from Proxmox VE at {host}.'
    cure_text = (
        'Give a role with Sys.Audit, such as PVEAuditor, on the path / to the user of endpoint "{endpoint}", '
        'and to its token too if that has separate privileges.'
    )


class NoMemberAnswers(ProxboxError):
    """None of several addresses could be read; `failures` has one error for each, in the order they were asked.

    Not tried again: each of them was asked, and the next sync asks all of them.
    """

    code = 'no-member-answers'
    cause_text = 'None of the {number} addresses of endpoint "{endpoint}" could be read.'
    cure_text = 'Check that the nodes run, and what is said of each: one that answers is enough.'

    def __init__(self, endpoint: str, failures: Sequence[ProxmoxError]) -> None:
        told = ' '.join(error.cause for error in failures)
        super().__init__(detail=told, endpoint=endpoint, number=str(len(failures)))
        self.args = (endpoint, failures)
        self.failures = tuple(failures)
