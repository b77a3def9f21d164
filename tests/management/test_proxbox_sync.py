"""What the command refuses, and what it says then. Whole syncs by command are tested with real processes."""

import pytest
from django.core.management import CommandError, call_command

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
def test_all_of_nothing_says_where_to_begin() -> None:
    assert 'ProxBox > Endpoints > Proxmox' in str(refusal_of('--all'))
