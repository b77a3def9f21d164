"""The alert rules and the dashboard speak of metrics that exist."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from netbox_proxbox import prometheus
from netbox_proxbox.database import clock
from netbox_proxbox.events.types import TROUBLE
from netbox_proxbox.health import heartbeats
from netbox_proxbox.health.demand import SUSTAINED
from tests.builders import a_run, an_endpoint

ROOT = Path(__file__).parents[2]
RULES = ROOT / 'docker' / 'prometheus' / 'netbox-proxbox.rules.yml'
DASHBOARD = ROOT / 'docker' / 'grafana' / 'netbox-proxbox.json'
NAME = re.compile(r'netbox_proxbox_\w+')


@pytest.fixture
def exposed(db: None) -> str:
    """A scrape in which every metric has a sample."""
    moment = clock.database_now()
    note = {'started_at': (moment - timedelta(seconds=1)).isoformat(), 'ended_at': moment.isoformat()}
    a_run(an_endpoint(), 'succeeded', ended_at=moment, stages={'prune': note})
    heartbeats.note('worker', 'celery@host')
    return prometheus.exposition().decode()


def names_in(exposed: str) -> set[str]:
    return set(re.findall(r'^(netbox_proxbox_\w+)', exposed, flags=re.MULTILINE))


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text())['groups']
    found: list[dict[str, Any]] = group['rules']
    return found


def expressions() -> list[str]:
    panels = json.loads(DASHBOARD.read_text())['panels']
    return [rule['expr'] for rule in rules()] + [target['expr'] for panel in panels for target in panel['targets']]


def test_every_metric_that_is_used_exists(exposed: str) -> None:
    used = {name for expression in expressions() for name in NAME.findall(expression)}

    assert used <= names_in(exposed)
    assert len(used) > 10


def test_every_label_value_that_is_used_exists(exposed: str) -> None:
    for expression in expressions():
        for name, label, value in re.findall(r'(netbox_proxbox_\w+)\{(\w+)="(\w+)"\}', expression):
            assert f'{name}{{{label}="{value}"}}' in exposed


def test_every_metric_is_on_the_dashboard(exposed: str) -> None:
    assert names_in(exposed) <= set(NAME.findall(DASHBOARD.read_text()))


def test_every_metric_is_documented(exposed: str) -> None:
    page = (ROOT / 'docs' / 'monitoring.md').read_text()

    assert names_in(exposed) == set(re.findall(r'^\| `(netbox_proxbox_\w+)` \|', page, flags=re.MULTILINE))


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    for rule in rules():
        assert rule['labels']['severity'] in ('warning', 'critical'), rule['alert']
        assert {'summary', 'description'} == set(rule['annotations']), rule['alert']
    assert len({rule['alert'] for rule in rules()}) == len(rules())


def test_alerts_name_event_types_for_all_trouble_that_lasts() -> None:
    named = {rule['labels']['event'] for rule in rules() if 'event' in rule['labels']}

    # What is over when it is told leaves no metric.
    assert set(TROUBLE) - named == {'proxbox_node_left', 'proxbox_mode_changed'}
    assert named <= set(TROUBLE)


def test_the_alert_on_the_demand_begins_where_health_warns() -> None:
    (overloaded,) = [rule for rule in rules() if rule['alert'] == 'ProxboxBackendOverloaded']

    assert overloaded['expr'].endswith(f'> {SUSTAINED / 60:g}')
