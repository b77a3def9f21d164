"""How to reach one Proxmox VE: its addresses, the login, and why its certificates are trusted."""

from dataclasses import dataclass, field

from netbox_proxbox.sources.transport import CONNECT_SECONDS
from netbox_proxbox.sources.trust import Trust

__all__ = ('Address', 'Login', 'ProxmoxConnection')

LEAST_CONNECT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where one member answers, and why the certificate that it shows is trusted."""

    host: str
    port: int
    trust: Trust

    def __str__(self) -> str:
        return f'[{self.host}]:{self.port}' if ':' in self.host else f'{self.host}:{self.port}'

    @property
    def url(self) -> str:
        """The root of its API."""
        return f'https://{self}/api2/json'


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """An API token or, without one, a user with a password."""

    username: str
    password: str = field(default='', repr=False)
    token_name: str = ''
    token_value: str = field(default='', repr=False)

    @property
    def has_token(self) -> bool:
        """Whether a token is used."""
        return bool(self.token_name)

    @property
    def secrets(self) -> tuple[str, str]:
        """What no text may repeat."""
        return self.password, self.token_value


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxmoxConnection:
    """One endpoint: its addresses in the order in which they are asked. `timeout` is in seconds, for one answer.

    Of several addresses one is enough, so they share the time that one would have to connect: a cluster that is silent
    as a whole keeps nobody waiting for each of its members.
    """

    endpoint: str
    addresses: tuple[Address, ...]
    login: Login
    timeout: float = 35.0

    @property
    def connect_seconds(self) -> float:
        """How long to wait for a connection to each."""
        return max(LEAST_CONNECT_SECONDS, CONNECT_SECONDS / max(1, len(self.addresses)))
