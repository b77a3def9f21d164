"""Which versions are good enough, and which words are none."""

import pytest

from netbox_proxbox.connection_test.versions import version_finding


@pytest.mark.parametrize('version', ['9' * 5000 + '.0.0', '0.0.' + '9' * 5000, '9' * 5000])
def test_numbers_without_end_are_no_version(version: str) -> None:
    assert version_finding(version)[0] == 'warning'


@pytest.mark.parametrize(
    ('version', 'level'), [('v0.0.8', 'warning'), ('0.0.23', 'ok'), ('1.0', 'warning'), ('2026.11.26', 'ok')]
)
def test_versions(version: str, level: str) -> None:
    assert version_finding(version)[0] == level
