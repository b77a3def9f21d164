"""What holds for every file of Python."""

from devstack.paths import ROOT

PACKAGES = ('devstack', 'netbox_proxbox', 'tests', 'worker')
MOST_LINES = 250


def test_none_is_longer_than_can_be_taken_in() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob('*.py')]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding='utf-8').splitlines()) for path in files}

    assert files
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}
