"""Fixtures of the tests of the reader."""

from pathlib import Path

import pytest
import trustme


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """An authority that this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / 'ca.pem')
    monkeypatch.setenv('REQUESTS_CA_BUNDLE', str(tmp_path / 'ca.pem'))
    return authority
