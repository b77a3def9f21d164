"""What the tasks that read do with what answers, through proxbox-api or directly."""

import pytest

from netbox_proxbox import stages
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.stages.execution import COMPLETED, IGNORED, StageFailed
from tests.sources.proxbox_api.scripted_backend import API_KEY, Reply, ScriptedBackend, captured_reply
from tests.sources.proxmox_ve import captured
from tests.sources.proxmox_ve.scripted_member import TOKEN_VALUE
from tests.sync.direct_estate import DirectEstate
from tests.sync.estate import CLUSTER_STATUS, FIRST_NODE, NODE_LISTING, RECORDS, RESOURCES, Estate
from tests.sync.ways import DIRECTLY, THROUGH_PROXBOX_API, Way, on_both_sources
from tests.sync.whole_runs import started, whole_run

pytestmark = pytest.mark.django_db


@on_both_sources
def test_fetch_cluster_keeps_the_topology_on_the_run(
    lab: ProxmoxEndpoint, server: ScriptedBackend, estate: Estate
) -> None:
    run = started(lab)

    assert stages.fetch_cluster.execute(run.pk) == COMPLETED
    assert stages.fetch_cluster.execute(run.pk) == IGNORED

    run.refresh_from_db()
    assert [node['name'] for node in run.readings['fetch-cluster']['nodes']] == ['pve1', 'pve2', 'pve3']
    assert server.lines.count(f'GET {estate.topology_path}') == 1


@pytest.mark.parametrize(
    ('way', 'reply', 'code'),
    [
        (THROUGH_PROXBOX_API, captured_reply('bad_token_cluster_status'), 'endpoint-login-refused'),
        (DIRECTLY, captured.captured_reply('auth-401-new'), 'proxmox-login-refused'),
    ],
    ids=str,
)
def test_a_failed_fetch_cluster_fails_the_run(lab: ProxmoxEndpoint, estate: Estate, reply: Reply, code: str) -> None:
    run = started(lab)
    estate.failing[estate.topology_path] = reply

    with pytest.raises(StageFailed, match=rf'^fetch-cluster: {code}$'):
        stages.fetch_cluster.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.stages['fetch-cluster']['state']) == ('failed', 'failed')
    assert 'refuses the login' in run.cause


@on_both_sources
def test_a_failed_fetch_nodes_leaves_the_run_without_metrics(lab: ProxmoxEndpoint, estate: Estate) -> None:
    run = started(lab)
    estate.lose_metrics()

    assert stages.fetch_nodes.execute(run.pk) == COMPLETED

    run.refresh_from_db()
    note = run.stages['fetch-nodes']
    assert (run.status, run.readings, note['state']) == ('running', {}, 'failed')
    assert note['cause']
    assert note['cure']


@pytest.mark.parametrize(
    ('way', 'paths'),
    [
        (THROUGH_PROXBOX_API, [RECORDS]),
        (THROUGH_PROXBOX_API, [CLUSTER_STATUS]),
        (THROUGH_PROXBOX_API, [FIRST_NODE, NODE_LISTING, RESOURCES]),
        (DIRECTLY, [DirectEstate.topology_path]),
        (DIRECTLY, [DirectEstate.metrics_path]),
    ],
    ids=str,
)
def test_a_secret_that_is_repeated_to_us_is_not_on_the_run(
    lab: ProxmoxEndpoint, estate: Estate, way: Way, caplog: pytest.LogCaptureFixture, paths: list[str]
) -> None:
    secrets = ('a-password', API_KEY) if way is THROUGH_PROXBOX_API else (TOKEN_VALUE,)
    words = f'Bad header: {" ".join(secrets)}'
    reply = Reply(status=500, reason=words, body={'message': words, 'detail': words})
    estate.failing |= dict.fromkeys(paths, reply)

    run = whole_run(lab)

    assert run.status in ('failed', 'degraded')
    for secret in secrets:
        assert secret not in str(vars(run)) + caplog.text
