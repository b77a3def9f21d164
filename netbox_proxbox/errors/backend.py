"""Failures of proxbox-api itself, whatever endpoint was asked for."""

from .base import ProxboxError

__all__ = (
    'BackendAnswerInvalid',
    'BackendCutOff',
    'BackendDecryptionFailed',
    'BackendError',
    'BackendKeyRefused',
    'BackendLockedOut',
    'BackendNeedsTls',
    'BackendRateLimited',
    'BackendTimeout',
    'BackendTlsError',
    'BackendUnavailable',
    'BackendUnreachable',
    'BackendWithoutTls',
)


class BackendError(ProxboxError):
    """A failure of the backend of the given name; `detail` is one more sentence for the cause."""

    code = 'backend-error'
    cause_text = 'proxbox-api "{backend}" cannot be used.'
    cure_text = 'Correct backend "{backend}" in NetBox.'

    def __init__(self, backend: str, detail: str = '', *, retry_after: float | None = None) -> None:
        super().__init__(detail=detail, retry_after=retry_after, backend=backend)
        self.args = (backend, detail)


class BackendUnreachable(BackendError):
    """No connection: refused, name not found, or no route."""

    code = 'backend-unreachable'
    transient = True
    cause_text = 'proxbox-api "{backend}" cannot be reached.'
    cure_text = (
        'Check that it runs (it needs about a minute to start) and that the URL of backend "{backend}" '
        'is right and reachable from the host of the worker.'
    )


class BackendCutOff(BackendUnreachable):
    """Cut off before the whole answer was there: what was asked for may be done."""


class BackendTimeout(BackendError):
    """Connected or connecting, but no whole answer in time."""

    code = 'backend-timeout'
    transient = True
    cause_text = 'proxbox-api "{backend}" did not answer in time.'
    cure_text = 'Check the load of its host; if it is only slow, raise the timeout of backend "{backend}".'


class BackendUnavailable(BackendError):
    """502, 503, 504, 408 or 425 from proxbox-api or from a proxy in front of it."""

    code = 'backend-unavailable'
    transient = True
    cause_text = 'proxbox-api "{backend}" is not ready to answer.'
    cure_text = 'Wait for it to start; if it stays so, see its log and that of any proxy in front of it.'


class BackendRateLimited(BackendError):
    """429 of the rate limit (by default 300 requests a minute from one address)."""

    code = 'backend-rate-limited'
    transient = True
    cause_text = 'proxbox-api "{backend}" got too many requests from this address.'
    cure_text = (
        'Sync fewer endpoints of backend "{backend}" at once or less often, or raise PROXBOX_RATE_LIMIT in proxbox-api.'
    )


class BackendTlsError(BackendError):
    """The TLS handshake with proxbox-api failed."""

    code = 'backend-tls-error'
    cause_text = 'No trusted TLS connection to proxbox-api "{backend}".'
    cure_text = (
        'Give it a certificate which the host of the worker trusts and which names the host in its URL, '
        'or switch off the TLS verification of backend "{backend}".'
    )


class BackendWithoutTls(BackendError):
    """A URL of https, and a port on which nobody speaks TLS."""

    code = 'backend-without-tls'
    cause_text = 'proxbox-api "{backend}" does not speak TLS on the port of its URL, which begins with https://.'
    cure_text = 'Use http:// in the URL of backend "{backend}", or the port on which it is served with TLS.'


class BackendNeedsTls(BackendError):
    """A URL of http, and a port on which TLS is spoken."""

    code = 'backend-needs-tls'
    cause_text = 'proxbox-api "{backend}" speaks nothing but TLS on the port of its URL, which begins with http://.'
    cure_text = 'Use https:// in the URL of backend "{backend}", or the port on which it is served without TLS.'


class BackendKeyRefused(BackendError):
    """401: the API key is wrong, missing, or none is registered there.

    Never to be retried: proxbox-api 0.0.30 locks a key after 5 wrong tries and an address after 50.
    """

    code = 'backend-key-refused'
    pauses_backend = True
    cause_text = 'proxbox-api "{backend}" does not accept the API key.'
    cure_text = 'Enter a key that is registered and active there as the API key of backend "{backend}".'


class BackendLockedOut(BackendError):
    """429 after too many wrong keys from this address; even the right key may be refused until it is over."""

    code = 'backend-locked-out'
    pauses_backend = True
    cause_text = 'proxbox-api "{backend}" has locked this address out after too many wrong or missing API keys.'
    cure_text = (
        'Correct the API key of backend "{backend}", look for others at this address that use a wrong one, '
        'and wait five minutes.'
    )


class BackendDecryptionFailed(BackendError):
    """proxbox-api cannot read, or will not store, the credentials of its endpoints."""

    code = 'backend-decryption-failed'
    cause_text = 'proxbox-api "{backend}" cannot decrypt or store the credentials of its endpoints.'
    cure_text = (
        'Start it with a PROXBOX_ENCRYPTION_KEY, and with the one that it had before if it had one; '
        'if that key is lost, delete the endpoints in it and sync again, which registers them anew.'
    )


class BackendAnswerInvalid(BackendError):
    """An answer that proxbox-api does not give: another service, another version, or a fault there."""

    code = 'backend-answer-invalid'
    cause_text = 'proxbox-api "{backend}" gave an answer that cannot be used.'
    cure_text = (
        'Check that the URL of backend "{backend}" leads to proxbox-api 0.0.8 or later and not to a login page '
        'or another service; then see its log.'
    )
