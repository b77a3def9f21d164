"""What NetBox has to know about the services around it, handed over in a file."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

__all__ = ['VARIABLE', 'SiteSettings']

VARIABLE = 'DEVSTACK_SITE'


@dataclass(frozen=True)
class SiteSettings:
    """One NetBox: its database, its three databases of Valkey (tasks, cache, ours), its broker, and its secrets.

    The defaults are enough to load NetBox's code, as type checks do. Nothing answers at them.
    """

    database: str = 'netbox'
    database_template: str | None = None
    postgres_port: int = 1
    postgres_password: str = ''
    valkey_port: int = 1
    valkey_password: str = ''
    valkey_first_database: int = 0
    # The certificate of the authority that Valkey's is of, in a file; without it there is no TLS.
    valkey_authority: str = ''
    # Where they are asked, they tell where Valkey is.
    sentinels: Sequence[Sequence[str | int]] = field(default_factory=list)
    sentinel_service: str = ''
    broker_url: str | None = None
    secret_key: str = 'for-checks-that-serve-nothing-and-keep-nothing-at-all'
    token_pepper: str = 'for-checks-that-serve-nothing-and-keep-nothing-at-all'
    encryption_key: str = 'bm90LWEtc2VjcmV0LWp1c3QtZm9yLXR5cGUtY2hlY2s='
    flower_url: str | None = None
    with_plugin: bool = True
    with_branching: bool = False

    @property
    def redis_database(self) -> int:
        """The database that is ours: for messages, and for results."""
        return self.valkey_first_database + 2

    @classmethod
    def from_environment(cls) -> Self:
        """Read the file that DEVSTACK_SITE names; the defaults without it."""
        path = os.environ.get(VARIABLE)
        return cls(**json.loads(Path(path).read_text())) if path else cls()

    def write(self, path: Path) -> dict[str, str]:
        """Write the settings to `path`, and return the environment in which NetBox starts with them."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self), indent=2))
        return {
            VARIABLE: str(path),
            'DJANGO_SETTINGS_MODULE': 'netbox.settings',
            'NETBOX_CONFIGURATION': 'devstack.netbox_configuration',
            'NETBOX_ROOT': str(path.parent),
        }
