"""Which tests `make test-backends` leaves out."""

from unittest.mock import Mock

import pytest

from tests import backends


@pytest.mark.parametrize(
    ('folder', 'fixture', 'stays'),
    [
        ('integration', 'proxbox_api', True),
        ('integration', 'starting_proxbox_api', False),
        ('integration', 'instant', False),
        ('pages', 'proxbox_api', False),
    ],
)
def test_a_test_stays_that_asks_a_real_one(folder: str, fixture: str, stays: bool) -> None:
    item = Mock(
        spec=pytest.Function, nodeid=f'tests/{folder}/test_nodes.py::test_one', fixturenames=['netbox', fixture]
    )

    assert backends.asks_proxbox_api(item) is stays


def test_a_test_of_nothing_goes(request: pytest.FixtureRequest) -> None:
    assert not backends.asks_proxbox_api(request.node)


def test_the_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('DEVSTACK_PROXBOX_API', '0.0.27.post4')

    assert backends.pytest_report_header() == 'proxbox-api: 0.0.27.post4'
