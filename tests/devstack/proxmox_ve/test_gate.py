"""From a request to an answer, without a network."""

from dataclasses import replace

import pytest

from devstack.proxmox_ve.answers import Answer
from devstack.proxmox_ve.estates import ESTATES
from devstack.proxmox_ve.faults import Faults
from devstack.proxmox_ve.gate import Moment, Request, respond

NOW = 1_700_000_000.0
LAB, DC = ESTATES['lab'], ESTATES['dc']
TOKEN = f'PVEAPIToken=root@pam!netbox={LAB.access.token_value}'


def ask(path: str, *, method: str = 'GET', faults: Faults | None = None, authorization: str = TOKEN) -> Answer:
    """Ask the lab."""
    moment = Moment(estate=LAB, asked=LAB.nodes[0], faults=faults or Faults(), time=0.0, now=NOW)
    return respond(moment, Request(method=method, path=path, authorization=authorization))


def log_in(password: str) -> Answer:
    """Ask the data center for a ticket."""
    moment = Moment(estate=DC, asked=DC.nodes[0], faults=Faults(), time=0.0, now=NOW)
    form = {'username': DC.access.username, 'password': password}
    return respond(moment, Request(method='POST', path='/api2/json/access/ticket', parameters=form))


@pytest.mark.parametrize('path', ['/api2/json/nodes', '/api2/json/nodes/', '//api2/json//nodes'])
def test_slashes_do_not_matter(path: str) -> None:
    assert ask(path) == ask('/api2/json/nodes')
    assert ask(path).status == 200


@pytest.mark.parametrize(
    ('method', 'path', 'status', 'reason'),
    [
        ('GET', '/api2/json/nope', 501, "Method 'GET /nope' not implemented"),
        ('GET', '/api2/json', 501, "Method 'GET /' not implemented"),
        ('POST', '/api2/json/version', 501, "Method 'POST /version' not implemented"),
    ],
)
def test_what_does_not_exist_is_answered_as_proxmox_does(method: str, path: str, status: int, reason: str) -> None:
    assert ask(path, method=method) == Answer(status=status, reason=reason)


@pytest.mark.parametrize('path', ['/access/ticket', '/api2/jsonx/version'])
def test_outside_of_the_api_the_text_itself_is_the_body(path: str) -> None:
    text = f"no such file '{path}'"
    assert ask(path) == Answer(status=500, reason=text, body=text)


def test_the_login_comes_before_the_path() -> None:
    assert ask('/api2/json/nope', authorization='') == Answer(status=401, reason='No ticket', body='')
    assert ask('/api2/json/version', authorization='PVEAPIToken=root@pam!netbox=x').reason == 'invalid token value!'


def test_a_password_gives_a_ticket_that_opens_the_api() -> None:
    data = log_in(DC.access.password).data
    assert isinstance(data, dict)
    assert {'username', 'ticket', 'CSRFPreventionToken', 'clustername'} <= data.keys()
    moment = Moment(estate=DC, asked=DC.nodes[0], faults=Faults(), time=0.0, now=NOW + 60)
    request = Request(method='GET', path='/api2/json/version', cookie=f'PVEAuthCookie={data["ticket"]}')
    assert respond(moment, request).status == 200
    assert respond(replace(moment, now=NOW + 7_201), request).status == 401


def test_a_wrong_password_is_refused() -> None:
    assert log_in('wrong') == Answer(status=401, reason='authentication failure')


def test_a_faulty_path_answers_its_status_and_the_others_answer_as_ever() -> None:
    faults = Faults(statuses={'/nodes': 500})
    assert ask('/api2/json/nodes/', faults=faults) == Answer(status=500, reason='got timeout')
    assert ask('/api2/json/cluster/status', faults=faults).status == 200


def test_a_star_stands_for_every_path_that_has_no_status_of_its_own() -> None:
    faults = Faults(statuses={'*': 503, '/version': 403})
    assert ask('/api2/json/cluster/status', faults=faults).status == 503
    assert ask('/api2/json/version', faults=faults).reason == 'Permission check failed (/, Sys.Audit)'


def test_a_reply_takes_the_place_of_the_data() -> None:
    assert ask('/api2/json/cluster/status', faults=Faults(replies={'/cluster/status': []})).data == []
