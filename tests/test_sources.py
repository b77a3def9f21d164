"""What holds for every file of Python that people write."""

from devstack.paths import ROOT

PACKAGES = ('devstack', 'netbox_proxbox', 'tests', 'worker')
MOST_LINES = 250


def test_none_is_longer_than_can_be_taken_in() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob('*.py')]
    written = [path for path in files if 'squashed' not in path.name]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding='utf-8').splitlines()) for path in written}

    assert files
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}
