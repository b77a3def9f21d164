"""The production set-up as it is written down."""

from typing import Any

import pytest
import yaml

from devstack.paths import ROOT


@pytest.fixture(scope='session')
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / 'docker' / 'compose.yaml').read_text())
    return content


@pytest.fixture(scope='session')
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose['services']
    return found
