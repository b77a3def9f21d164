"""The two ways to an estate, for suites in which only the fetch differs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import trustme

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource
from netbox_proxbox.sources.source import Source
from tests.builders import a_backend, a_direct_endpoint, an_endpoint
from tests.sources.exchanges import tls
from tests.sources.proxbox_api.scripted_backend import Received, Reply, ScriptedBackend
from tests.sources.proxmox_ve.scripted_member import TOKEN_VALUE

from .direct_estate import DirectEstate
from .estate import Estate

__all__ = ('BOTH', 'DIRECTLY', 'THROUGH_PROXBOX_API', 'Way', 'authority', 'on_both_sources')


@dataclass(frozen=True)
class Way:
    """How an estate answers, who serves it, and the endpoint that leads there, with the fields of a test."""

    name: str
    estate: type[Estate]
    serving: Callable[[Callable[[Received], Reply]], ScriptedBackend]
    endpoint: Callable[..., ProxmoxEndpoint]
    source: type[Source]

    def __str__(self) -> str:
        return self.name

    def meanwhile(self, monkeypatch: pytest.MonkeyPatch, question: str, happens: Callable[[], object]) -> None:
        """Let something happen whenever the source is asked this question, before it answers."""
        ask = getattr(self.source, question)

        def asked(source: Source, **arguments: Any) -> object:
            happens()
            return ask(source, **arguments)

        monkeypatch.setattr(self.source, question, asked)


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


def authority() -> str:
    """The authority that signs for the estates which are read directly, in PEM."""
    return _authority().cert_pem.bytes().decode()


def _serving_directly(answer: Callable[[Received], Reply]) -> ScriptedBackend:
    return ScriptedBackend(answer, tls=tls(_authority()))


def _endpoint_through(server: ScriptedBackend, **fields: Any) -> ProxmoxEndpoint:
    address, name = server.connection(), fields.get('name', 'main')
    return an_endpoint(a_backend(name=name, base_url=address.url, api_key=address.api_key), **fields)


def _direct_endpoint(server: ScriptedBackend, **fields: Any) -> ProxmoxEndpoint:
    ordinary = {
        **{'ip_address': '127.0.0.1', 'port': server.port, 'ca_certificate': authority()},
        **{'password': '', 'token_name': 'sync', 'token_value': TOKEN_VALUE},
        # Their addresses in a test lead nowhere.
        'use_other_members': False,
    }
    return a_direct_endpoint(**{**ordinary, **fields})


THROUGH_PROXBOX_API = Way('through proxbox-api', Estate, ScriptedBackend, _endpoint_through, ProxboxApiSource)
DIRECTLY = Way('directly', DirectEstate, _serving_directly, _direct_endpoint, ProxmoxSource)
BOTH = (THROUGH_PROXBOX_API, DIRECTLY)

on_both_sources = pytest.mark.parametrize('way', BOTH, ids=str)
