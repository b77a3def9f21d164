"""`make test-backends`: the tests that ask a real proxbox-api, told by what they ask for, so that no list is kept."""

from typing import Final

import pytest

from devstack.proxbox_api_versions import chosen

__all__ = ('asks_proxbox_api', 'pytest_collection_modifyitems', 'pytest_report_header')

FIXTURE: Final = 'proxbox_api'
# They show what the others see to it is in the database, whoever told it.
OF_A_BROWSER: Final = 'tests/pages/'


def pytest_report_header() -> str:
    """Tell which one is tested."""
    return f'proxbox-api: {chosen()}'


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect all other tests."""
    config.hook.pytest_deselected(items=[item for item in items if not asks_proxbox_api(item)])
    items[:] = [item for item in items if asks_proxbox_api(item)]


def asks_proxbox_api(item: pytest.Item) -> bool:
    """Tell whether the answers of a proxbox-api decide how a test ends."""
    is_of_a_browser = item.nodeid.startswith(OF_A_BROWSER)
    return isinstance(item, pytest.Function) and FIXTURE in item.fixturenames and not is_of_a_browser
