"""Every odd answer of the corpus means what its file says, to the parsers and through the HTTP door."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.sources.answers import Question
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.proxbox_api.parse import (
    parse_first_node,
    parse_node_listing,
    parse_node_resources,
    parse_topology,
)
from netbox_proxbox.sources.proxbox_api.refusals import accepted_json
from netbox_proxbox.sources.records import EndpointRef, EndpointSpec

from .corpus import NAMES, OddAnswer
from .scripted_backend import Reply, ScriptedBackend, reply_of

REF = EndpointRef(name='lab', record_id=1)
SPEC = EndpointSpec(
    name='lab',
    ip_address='192.0.2.1',
    domain='',
    port=8006,
    username='root@pam',
    password='a-password',
    token_name='',
    token_value='',
    verify_ssl=True,
)
PARSERS: Mapping[str, Callable[[object, EndpointRef, str], object]] = {
    'topology': parse_topology,
    'first-node': parse_first_node,
    'node-listing': parse_node_listing,
    'node-resources': parse_node_resources,
}
METRICS_PATHS = {
    'first-node': '/proxmox/nodes/',
    'node-listing': '/proxmox/api2/latest/nodes',
    'node-resources': '/proxmox/cluster/resources',
}
QUESTIONS: Mapping[str, Callable[[ProxboxApi], object]] = {
    'topology': lambda api: api.topology(REF),
    'version': lambda api: api.version(),
    'record': lambda api: api.register(SPEC, None),
    **dict.fromkeys(METRICS_PATHS, lambda api: api.metrics(REF)),
}


def outcome(ask: Callable[[], object]) -> str:
    """The code of the error, or "read"."""
    try:
        ask()
    except ProxboxError as error:
        return error.code
    return 'read'


def through_the_door(odd: OddAnswer) -> str:
    """Ask for it over HTTP; of the routes for metrics only the odd one answers at all."""
    path = METRICS_PATHS.get(odd.asked)

    def answer(received: Any) -> Reply:
        return reply_of(odd.answer()) if path in (None, received.path) else Reply(404, {'detail': 'Not Found'})

    with (
        ScriptedBackend(answer) as backend,
        ProxboxApi(backend.connection(), attempts=1, sleep=lambda _: None) as api,
    ):
        return outcome(lambda: QUESTIONS[odd.asked](api))


def test_there_are_many() -> None:
    assert len(NAMES) >= 100
    assert {OddAnswer(name).asked for name in NAMES} == set(QUESTIONS)


@pytest.mark.parametrize('name', [name for name in NAMES if OddAnswer(name).asked in PARSERS])
def test_what_a_parser_makes_of_it(name: str) -> None:
    odd, asked = OddAnswer(name), Question(whom='main', endpoint='lab')

    found = outcome(lambda: PARSERS[odd.asked](accepted_json(odd.answer(), asked), REF, 'main'))

    assert found == odd.means


@pytest.mark.parametrize('name', NAMES)
def test_what_comes_through_the_door(name: str) -> None:
    odd = OddAnswer(name)
    # The last route that is tried has the word, and here it is not there.
    is_given_up = odd.asked in ('first-node', 'node-listing') and odd.means != 'read'

    assert through_the_door(odd) == ('backend-answer-invalid' if is_given_up else odd.means)
