"""Everything that is known to go wrong between NetBox and a Proxmox VE, on real sockets."""

from dataclasses import dataclass

from netbox_proxbox.sources.proxmox_ve.connection import Login
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.raw_server import drip

from .bad_hosts import (
    Opened,
    answers,
    behaves,
    certificate,
    dropped,
    in_need_of_a_certificate,
    nobody,
    plain_http,
    sends,
    silent,
    unknown_host,
    well,
)
from .captured import captured_reply
from .scripted_member import HEALTHY, PASSWORD, STATUS, TOKEN, told

__all__ = ('CASES', 'BadCase')

HTML = b'<!doctype html><title>Portal</title>'
OTHER_PIN = ':'.join(['AA'] * 32)
NODE = {'type': 'node', 'nodeid': 1, 'online': 1, 'local': 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class BadCase:
    """What is the case, the code of the error that it leads to, and words of its cause that tell it from others."""

    name: str
    code: str
    words: str
    opened: Opened
    login: Login = TOKEN


def _status(data: object) -> Opened:
    return answers({**HEALTHY, STATUS: told(data)})


def _captured(name: str, path: str = STATUS) -> Opened:
    return answers({**HEALTHY, path: captured_reply(name)})


def _refused(name: str, words: str, capture: str, login: Login = TOKEN) -> BadCase:
    path = STATUS if login.has_token else '/access/ticket'
    return BadCase(name=name, code='proxmox-login-refused', words=words, opened=_captured(capture, path), login=login)


def _case(name: str, code: str, words: str, opened: Opened) -> BadCase:
    return BadCase(name=name, code=code, words=words, opened=opened)


HEAD = b'HTTP/1.1 200 OK\r\nServer: pve-api-daemon/3.0\r\n'
LOGINS = (
    _refused('wrong value of the token', 'The value of the API token is wrong.', 'auth-401-old-token-value'),
    _refused('the same, of 8.4.17, 9.1.5 and later', 'This version does not tell why', 'auth-401-new'),
    _refused('unknown token', 'no such API token of that user', 'auth-401-old-no-such-token'),
    _refused('expired token', 'The API token is expired.', 'auth-401-old-token-expired'),
    _refused('unknown user, or another realm', 'no such user, or not in that realm', 'auth-401-old-no-such-user'),
    _refused('disabled user', 'The user is disabled.', 'auth-401-old-user-disabled'),
    _refused('expired user', 'The user is expired.', 'auth-401-old-user-expired'),
    _refused('token that is spelled otherwise', 'not spelled as Proxmox VE', 'auth-401-old-bad-token-id'),
    _refused('wrong password', 'its realm or its password is wrong', 'ticket-401', PASSWORD),
    BadCase(
        name='second factor asked for',
        code='proxmox-needs-second-factor',
        words='needs a second factor',
        opened=_captured('ticket-needtfa', '/access/ticket'),
        login=PASSWORD,
    ),
    _case('token without rights', 'proxmox-rights-missing', 'Permission check failed', _captured('cluster-status-403')),
)
WAYS = (
    _case('host not found', 'proxmox-unreachable', 'Its host name is not found.', unknown_host),
    _case('connection refused', 'proxmox-unreachable', 'The connection is refused.', nobody),
    _case('silent: no connection', 'proxmox-timeout', 'a firewall drops it', dropped),
    _case('silent: no handshake', 'proxmox-timeout', 'no TLS handshake followed', behaves(silent)),
    _case('silent: no answer', 'proxmox-timeout', 'did not answer in time', behaves(silent, well)),
    _case('slow, byte by byte', 'proxmox-timeout', 'did not answer', behaves(lambda to: drip(to, HEAD, b'x'), well)),
    _case(
        'cut in mid-answer',
        'proxmox-unreachable',
        'was cut before the whole answer',
        behaves(sends(HEAD + b'Content-Length: 99\r\n\r\n{"data"'), well),
    ),
    _case(
        'closed before TLS (ALLOW_FROM)', 'proxmox-connection-closed', 'before a word is said', behaves(lambda _: None)
    ),
    _case('port of plain HTTP', 'proxmox-without-tls', 'Nothing speaks TLS', plain_http),
    _case('port of SSH', 'proxmox-without-tls', 'Nothing speaks TLS', behaves(sends(b'SSH-2.0-OpenSSH_9.2\r\n'))),
    _case(
        'a certificate of ours is asked for',
        'proxmox-handshake-failed',
        'could be agreed on',
        behaves(silent, in_need_of_a_certificate),
    ),
)
CERTIFICATES = (
    _case('unknown authority', 'proxmox-tls-error', 'unable to get local issuer', answers(HEALTHY, ca_certificate='')),
    _case(
        'expired certificate',
        'proxmox-certificate-expired',
        'certificate has expired',
        behaves(silent, certificate(not_after=-3)),
    ),
    _case(
        'certificate not valid yet',
        'proxmox-certificate-expired',
        'not yet valid',
        behaves(silent, certificate(not_before=3)),
    ),
    _case(
        'certificate for another name',
        'proxmox-certificate-for-another-name',
        'is one for other names',
        behaves(silent, certificate('pve9.example.org')),
    ),
    _case(
        'another certificate than the pinned one',
        'proxmox-certificate-changed',
        f'Expected: {OTHER_PIN}. Shown: ',
        answers(HEALTHY, fingerprints=frozenset({OTHER_PIN})),
    ),
)
OTHERS = (
    _case('HTML page', 'something-else-answers', 'status 200 and an HTML page', answers(Reply(body=HTML))),
    _case('redirect', 'something-else-answers', 'with status 302', answers(Reply(status=302))),
    _case('other JSON', 'something-else-answers', 'status 200 and JSON', answers(Reply(body={'hello': 1}))),
    _case(
        'login page of a proxy',
        'something-else-answers',
        'status 401 and an HTML page',
        answers(Reply(status=401, body=HTML)),
    ),
    _case(
        '502 of a proxy', 'something-else-answers', 'a proxy or load balancer', answers(Reply(status=502, body=HTML))
    ),
    _case('503 of a proxy', 'something-else-answers', 'status 503', answers(Reply(status=503, body=HTML))),
    _case('404 of another service', 'something-else-answers', 'status 404', answers(Reply(status=404, body=HTML))),
)
ANSWERS = (
    _case('500, pve-cluster is down', 'proxmox-unavailable', 'pve-cluster (pmxcfs)', _captured('pmxcfs-down-500')),
    _case('500, a wrong path', 'proxmox-answer-invalid', 'does not know that path', _captured('500-no-such-file')),
    _case('501, a call that it lacks', 'proxmox-too-old', 'not implemented', _captured('501-no-such-call')),
    _case(
        '595, pvedaemon is down',
        'proxmox-unavailable',
        'It says: "Connection refused".',
        _captured('cluster-status-595-pvedaemon-down'),
    ),
    _case(
        '596, pvedaemon is stuck',
        'proxmox-unavailable',
        'It says: "Connection timed out".',
        _captured('cluster-status-596-pvedaemon-busy'),
    ),
    _case('100 MB', 'proxmox-answer-invalid', 'larger than 16 MiB', answers(Reply(body=b' ' * 100 * 2**20))),
    _case(
        '5,000 nodes',
        'reading-incomplete',
        '5000 nodes were listed',
        _status([{**NODE, 'name': f'pve{number}'} for number in range(5000)]),
    ),
    _case('no nodes', 'reading-incomplete', 'No node was listed.', _status([])),
    _case('no data', 'reading-incomplete', 'did not answer with a list', _status(None)),
    _case(
        'nested too deep',
        'proxmox-answer-invalid',
        'It cannot be decoded.',
        behaves(sends(HEAD + b'\r\n' + b'[' * 100_000), well),
    ),
    _case(
        'a flag that is none',
        'reading-incomplete',
        '"online" is neither true nor false',
        _status([{**NODE, 'name': 'pve1', 'online': 'maybe'}]),
    ),
    _case(
        'a member without corosync',
        'reading-incomplete',
        'Members in its corosync.conf: 3.',
        answers(
            {
                **HEALTHY,
                STATUS: captured_reply('cluster-status-fake-standalone'),
                '/cluster/config/nodes': captured_reply('config-nodes-healthy'),
            }
        ),
    ),
)
CASES = (*LOGINS, *WAYS, *CERTIFICATES, *OTHERS, *ANSWERS)
