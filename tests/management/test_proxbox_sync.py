"""What the command refuses, and what it says then. Whole syncs by command are tested with real processes."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from netbox_proxbox.errors import TurnedStandalone
from netbox_proxbox.management.commands import proxbox_sync
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_backend, an_endpoint


def refusal_of(*arguments: str) -> CommandError:
    with pytest.raises(CommandError) as refusal:
        call_command('proxbox_sync', *arguments)
    return refusal.value


@pytest.mark.django_db
@pytest.mark.parametrize('arguments', [(), ('lab', '--all')])
def test_it_must_be_clear_what_to_sync(arguments: tuple[str, ...]) -> None:
    refusal = refusal_of(*arguments)
    assert refusal.returncode == 2
    assert str(refusal) == 'Name the endpoints to sync, or give --all.'


@pytest.mark.django_db
def test_an_unknown_endpoint_is_named_beside_the_known_ones() -> None:
    an_endpoint(a_backend(), name='lab')
    refusal = refusal_of('lba')
    assert refusal.returncode == 2
    assert str(refusal) == 'No endpoint is called lba. There are: lab.'


@pytest.mark.django_db
def test_a_reading_that_is_held_is_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    an_endpoint(a_backend(), name='lab')

    def held(*args: Any) -> None:
        raise TurnedStandalone('lab', 'lab-cluster', 'pve1')

    monkeypatch.setattr(proxbox_sync, 'sync_in_foreground', held)

    with pytest.raises(SystemExit) as ended:
        call_command('proxbox_sync', 'lab')

    assert ended.value.code == 3
    assert 'lab  held' in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize('ways', [(), ('--dry-run',)])
def test_an_endpoint_that_is_deleted_meanwhile_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ways: tuple[str, ...]
) -> None:
    an_endpoint(a_backend(), name='lab')

    def gone(*args: Any) -> None:
        raise ProxmoxEndpoint.DoesNotExist

    for name in ('sync_in_foreground', 'preview_in_foreground'):
        monkeypatch.setattr(proxbox_sync, name, gone)

    with pytest.raises(SystemExit) as ended:
        call_command('proxbox_sync', 'lab', *ways)

    assert ended.value.code == 1
    assert 'The endpoint was deleted meanwhile.' in capsys.readouterr().out


@pytest.mark.django_db
def test_all_of_nothing_says_where_to_begin() -> None:
    assert 'ProxBox > Endpoints > Proxmox' in str(refusal_of('--all'))
