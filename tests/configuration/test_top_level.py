"""A stranger of the name of our worker or of its configuration is told, wherever it stands."""

import sys
from pathlib import Path

import pytest

from netbox_proxbox.checks import worker_is_ours
from netbox_proxbox.configuration import top_level
from netbox_proxbox.configuration.top_level import FILES, strangers
from netbox_proxbox.health.findings import Level
from netbox_proxbox.health.top_level import top_level as finding


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which Python looks first."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(top_level, 'packages_distributions', dict)
    top_level._other_packages.cache_clear()
    for name in FILES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def test_ours_are_ours() -> None:
    assert strangers() == []
    assert worker_is_ours(None) == []
    assert [found.level for found in finding()] == [Level.OK]


def test_a_module_that_is_found_first_is_told(elsewhere: Path) -> None:
    (elsewhere / 'celeryconfig.py').write_text("raise RuntimeError('nobody imports this')")

    (told,) = strangers()

    assert told.startswith(f"Python takes 'celeryconfig' from {elsewhere / 'celeryconfig.py'}, which is not that of ")


@pytest.mark.parametrize('file', ['worker/__init__.py', 'worker.py'])
def test_a_package_or_module_that_is_found_first_is_told(elsewhere: Path, file: str) -> None:
    (elsewhere / file).parent.mkdir(exist_ok=True)
    (elsewhere / file).write_text('')

    (told,) = strangers()

    assert told.startswith(f"Python takes 'worker' from {elsewhere / 'worker'}")


def test_what_was_installed_over_ours_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    monkeypatch.setattr(top_level, 'HOME', tmp_path)
    for file in FILES.values():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text('app = None')
    (tmp_path / 'worker' / '__init__.py').touch()

    assert [told.split("'")[1] for told in strangers()] == ['celeryconfig', 'worker']


def test_what_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(top_level, 'FILES', {'no_such_worker': 'no_such_worker/app.py'})

    assert strangers()[0].startswith("Python finds no 'no_such_worker'")


def test_another_package_with_that_name_is_named(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    (elsewhere / 'celeryconfig.py').touch()
    of = {'celeryconfig': ['netbox-proxbox', 'somebody-elses']}
    monkeypatch.setattr(top_level, 'packages_distributions', lambda: of)

    assert strangers()[0].endswith('It is also a name of: somebody-elses.')


def test_start_up_health_and_doctor_say_so_and_how_to_mend_it(elsewhere: Path) -> None:
    (elsewhere / 'celeryconfig.py').touch()

    (warning,) = worker_is_ours(None)
    (told,) = finding()

    assert (warning.id, warning.is_serious(), told.level) == ('netbox_proxbox.W002', False, Level.ERROR)
    assert warning.msg == told.summary == strangers()[0]
    assert 'PYTHONPATH' in told.cure
    assert warning.hint == told.cure
