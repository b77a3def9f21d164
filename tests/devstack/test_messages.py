"""`make messages` collects what is marked, keeps what translators wrote, and says what it lacks."""

import re
import shutil
from pathlib import Path

import pytest

from devstack import messages
from devstack.paths import ROOT
from devstack.system_packages import PackageMissingError, SystemPackage

PLUGIN = ROOT / 'netbox_proxbox'
MSGID = re.compile(r'^((?:msgctxt|msgid|msgid_plural) ".*"(?:\n".*")*)$', re.MULTILINE)
OF_SYNC_NOW = 'msgid "Sync now"\nmsgstr "{}"'


@pytest.mark.integration
def test_it_collects_what_is_marked_and_keeps_translations(tmp_path: Path) -> None:
    (tmp_path / 'page.py').write_text("title = _('Last read')\n")
    (tmp_path / 'page.html').write_text('{% load i18n %}{% trans "Sync now" %}')
    german = tmp_path / 'locale' / 'de' / 'LC_MESSAGES' / 'django.po'

    messages.collect(tmp_path, ['de'])
    german.write_text(german.read_text().replace(OF_SYNC_NOW.format(''), OF_SYNC_NOW.format('Abgleichen')))
    messages.collect(tmp_path)

    assert 'msgid "Last read"' in (tmp_path / 'locale' / 'en' / 'LC_MESSAGES' / 'django.po').read_text()
    assert OF_SYNC_NOW.format('Abgleichen') in german.read_text()


@pytest.mark.integration
def test_what_is_committed_has_every_text(tmp_path: Path) -> None:
    """Where it fails, `make messages` was forgotten."""
    package = shutil.copytree(PLUGIN, tmp_path / PLUGIN.name, ignore=shutil.ignore_patterns('__pycache__', 'locale'))

    messages.collect(package)

    assert texts_of(PLUGIN) == texts_of(package)
    assert len(texts_of(PLUGIN)) > 500


def texts_of(package: Path) -> set[str]:
    return set(MSGID.findall((package / 'locale' / 'en' / 'LC_MESSAGES' / 'django.po').read_text()))


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object) -> None:
        raise PackageMissingError('gettext is needed. Type:  sudo apt-get install gettext')

    monkeypatch.setattr(SystemPackage, 'provided', refuse)

    assert messages.main([]) == 1
    assert 'sudo apt-get install gettext' in capsys.readouterr().err
