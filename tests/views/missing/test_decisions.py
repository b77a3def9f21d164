"""The pages that ask whether missing nodes are to be deleted or kept."""

import pytest
from core.models import ObjectChange
from django.test import Client
from users.models import User

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.ui.missing import Chosen
from netbox_proxbox.views import decisions
from tests.accounts import grant

from .pages import shown, told

HELD = ['pve-all-nodes', 'pve-limit']
WAYS = [('confirm-deletions', 'delete'), ('keep-nodes', 'change')]


def address(endpoint: ProxmoxEndpoint, way: str) -> str:
    return f'{endpoint.get_absolute_url()}{way}/'


def answers(*nodes: ProxmoxNode) -> dict[str, list[int] | str]:
    """What the page sends that asked about these nodes."""
    asked_of = max(node.missing_since for node in nodes if node.missing_since)
    return {'pk': [node.pk for node in nodes], 'shown': asked_of.isoformat()}


def named_in(page: str, nodes: dict[str, ProxmoxNode]) -> list[str]:
    """The nodes that a page asks about."""
    return sorted(node.name for node in nodes.values() if f'name="pk" value="{node.pk}"' in page)


@pytest.mark.parametrize(('way', 'action'), WAYS)
def test_they_ask_about_what_was_ticked_or_all_that_waits(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode], way: str, action: str
) -> None:
    page = address(endpoint, way)

    assert named_in(shown(admin, page), nodes) == HELD
    ticked = named_in(shown(admin, f'{page}?pk={nodes["pve-limit"].pk}&pk={nodes["pve-rule"].pk}'), nodes)
    assert ticked == (['pve-limit'] if action == 'delete' else ['pve-limit', 'pve-rule'])
    assert not ProxmoxNode.objects.filter(deletion_confirmed=True).exists()


def test_a_confirmation_leads_to_the_run_that_deletes(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]
) -> None:
    answer = admin.post(address(endpoint, 'confirm-deletions'), answers(nodes['pve-limit']))

    run = SyncRun.objects.get()
    assert answer['Location'] == run.get_absolute_url()
    assert run.trigger == SyncTriggerChoices.MANUAL
    assert [node.name for node in ProxmoxNode.objects.filter(deletion_confirmed=True)] == ['pve-limit']
    assert ObjectChange.objects.filter(changed_object_id=nodes['pve-limit'].pk, user__username='administrator').exists()


def test_what_is_kept_waits_no_more(admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]) -> None:
    answer = admin.post(address(endpoint, 'keep-nodes'), answers(*nodes.values()))

    assert answer['Location'] == endpoint.get_absolute_url()
    assert told(answer) == ['4 nodes are kept.']
    kept = ProxmoxNode.objects.filter(missing_because='kept').values_list('name', flat=True)
    assert sorted(kept) == ['pve-all-nodes', 'pve-kept', 'pve-limit', 'pve-rule', 'pve-tag']
    assert not SyncRun.objects.exists()


@pytest.mark.parametrize(
    'entered', [{}, {'pk': ['nonsense']}, {'pk': ['9' * 5000], 'shown': ['2026-04-01T00:00:00+00:00']}]
)
@pytest.mark.parametrize(('way', 'action'), WAYS)
def test_a_form_without_nodes_decides_nothing(
    admin: Client,
    endpoint: ProxmoxEndpoint,
    nodes: dict[str, ProxmoxNode],
    way: str,
    action: str,
    entered: dict[str, list[str]],
) -> None:
    answer = admin.post(address(endpoint, way), entered)

    assert told(answer) == ['No node of lab waits for your decision any more.']
    assert not ProxmoxNode.objects.filter(deletion_confirmed=True).exists()
    assert ProxmoxNode.objects.filter(missing_because='kept').count() == 1


@pytest.mark.parametrize(('way', 'action'), WAYS)
def test_one_that_is_back_meanwhile_is_left_alone(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode], way: str, action: str
) -> None:
    ProxmoxNode.objects.filter(name='pve-limit').update(missing_because='', missing_since=None)

    answer = admin.post(address(endpoint, way), answers(nodes['pve-limit']))

    assert told(answer) == ['No node of lab waits for your decision any more.']
    assert not SyncRun.objects.exists()


@pytest.mark.parametrize('asked_of', ['', 'nonsense', '2026-13-45', '2026-04-01T00:00:00', 'earlier'])
@pytest.mark.parametrize(('way', 'action'), WAYS)
def test_a_page_that_asked_before_it_went_missing_again_does_not_answer_for_now(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode], way: str, action: str, asked_of: str
) -> None:
    node = nodes['pve-limit']
    old_page = answers(node)
    if asked_of == 'earlier':
        ProxmoxNode.objects.filter(pk=node.pk).update(missing_since=clock.database_now())
    else:
        old_page['shown'] = asked_of

    answer = admin.post(address(endpoint, way), old_page)

    assert told(answer) == ['No node of lab waits for your decision any more.']
    assert not SyncRun.objects.exists()
    assert ProxmoxNode.objects.get(pk=node.pk).missing_because == 'limit'


def test_the_page_itself_answers_for_what_it_shows(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]
) -> None:
    page = shown(admin, address(endpoint, 'confirm-deletions'))

    assert f'name="shown" value="{answers(nodes["pve-limit"])["shown"]}"' in page


@pytest.mark.parametrize(('way', 'action'), WAYS)
def test_a_user_decides_on_their_nodes_only(
    browser: Client, user: User, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode], way: str, action: str
) -> None:
    grant(user, ProxmoxEndpoint, 'sync')
    grant(user, ProxmoxNode, 'view', constraints={'name__in': HELD})
    grant(user, ProxmoxNode, action, constraints={'name': 'pve-limit'})

    page = shown(browser, address(endpoint, way))

    assert named_in(page, nodes) == ['pve-limit']
    assert 'pve-all-nodes' not in page
    assert '1 more waits on which you may not decide' in page

    browser.post(address(endpoint, way), answers(*(nodes[name] for name in HELD)))

    untouched = ProxmoxNode.objects.get(name='pve-all-nodes')
    assert (untouched.missing_because, untouched.deletion_confirmed) == ('all-nodes', False)
    decided = ProxmoxNode.objects.get(name='pve-limit')
    assert decided.deletion_confirmed or decided.missing_because == 'kept'


@pytest.mark.parametrize(('way', 'action'), WAYS)
def test_nobody_decides_without_the_permission_to_sync(
    browser: Client, user: User, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode], way: str, action: str
) -> None:
    grant(user, ProxmoxEndpoint, 'view')
    grant(user, ProxmoxNode, 'view', 'change', 'delete')

    assert browser.get(address(endpoint, way)).status_code == 403
    assert browser.post(address(endpoint, way), answers(nodes['pve-limit'])).status_code == 403
    assert not ProxmoxNode.objects.filter(deletion_confirmed=True).exists()


def test_a_node_that_is_deleted_at_that_moment_is_told(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Chosen([nodes['pve-limit']], 0)
    monkeypatch.setattr(decisions, 'chosen_nodes', lambda *_: gone)
    ProxmoxNode.objects.filter(name='pve-limit').delete()

    answer = admin.post(address(endpoint, 'confirm-deletions'), answers(nodes['pve-limit']))

    assert answer['Location'] == endpoint.get_absolute_url()
    assert told(answer) == ['1 node is not there, or you may not see it.']
    assert not SyncRun.objects.exists()
