"""What the panel "CPU and Memory" shows, and what it costs Proxmox VE."""

import pytest
from django.test import Client
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.accounts import grant
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend
from tests.sources.proxmox_ve.scripted_member import ScriptedMember

from .curve_pages import ROWS, RRD, page, text, through

pytestmark = pytest.mark.django_db


def test_it_draws_lines_with_a_gap_and_says_them_in_words(admin: Client, node: ProxmoxNode) -> None:
    content = page(admin, node)

    assert content.count('<polyline') == 4
    assert content.count('role="img"') == 2
    words = 'CPU: at least 10.0 %, 24.7 % on average, at most 40.0 %; 1 of 60 values are missing'
    assert f'<title>{words}</title>' in content.replace('\N{NO-BREAK SPACE}', ' ')
    assert '<title>Memory: at least 25.0' in content
    assert content.count('<th scope="row">') == 60
    assert '50&nbsp;%' in content


@pytest.mark.parametrize(
    ('entered', 'asked'), [('', 'hour'), ('day', 'day'), ('week', 'week'), ('decade', 'hour'), ('" onload="x', 'hour')]
)
def test_the_time_frame_is_one_of_three(
    admin: Client, node: ProxmoxNode, member: ScriptedMember, entered: str, asked: str
) -> None:
    content = page(admin, node, entered)

    assert [found.query for found in member.received] == [{'timeframe': asked, 'cf': 'AVERAGE'}]
    assert f'curves-{node.pk}-{asked}" aria-pressed="true"' in content
    assert content.count('aria-pressed="true"') == 1


def test_each_time_frame_is_asked_for_once_a_minute_whoever_looks(
    admin: Client, browser: Client, user: User, node: ProxmoxNode, member: ScriptedMember
) -> None:
    grant(user, ProxmoxNode, 'view')

    assert page(admin, node) == page(admin, node) == page(browser, node)
    assert member.asked == [f'GET {RRD}']
    page(admin, node, 'day')
    assert member.asked == [f'GET {RRD}'] * 2
    assert not ProxmoxEndpoint.objects.filter(failures__gt=0).exists()


def test_what_another_login_was_told_is_not_shown(admin: Client, node: ProxmoxNode, member: ScriptedMember) -> None:
    page(admin, node)
    endpoint = node.endpoint
    endpoint.token_value = 'another-value-of-the-token'
    endpoint.save()
    page(admin, node)
    assert member.asked == [f'GET {RRD}'] * 2


def test_through_proxbox_api_it_is_passed_on(admin: Client) -> None:
    with ScriptedBackend(lambda received: Reply(body=ROWS)) as backend:
        node = through(backend)
        assert 'CPU: at least 10.0 %' in text(admin, node)
        text(admin, node)
    assert backend.lines == [f'GET /proxmox/api2/latest{RRD}']
