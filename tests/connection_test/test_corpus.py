"""Every odd answer of the corpus ends the test of a backend in findings, and leaves a row that can be read."""

import pytest

from netbox_proxbox.connection_test import check_backend
from netbox_proxbox.models import ProxboxBackend
from tests.builders import a_backend
from tests.connection_test.outcomes import levels_of
from tests.sources.proxbox_api.corpus import NAMES, OddAnswer
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend, reply_of

pytestmark = pytest.mark.django_db

VERSIONS = {name for name in NAMES if OddAnswer(name).asked == 'version'}


@pytest.mark.parametrize('name', NAMES)
def test_what_a_test_of_the_backend_makes_of_it(name: str) -> None:
    odd = OddAnswer(name)
    with ScriptedBackend(lambda _: reply_of(odd.answer())) as server:
        connection = server.connection()
        backend = a_backend(base_url=connection.url, api_key=connection.api_key)

        levels = levels_of(check_backend(backend))

    # What is an answer to another question tells no version.
    is_read = name in VERSIONS and odd.means == 'read'
    backend.refresh_from_db()
    assert bool(backend.version) == is_read
    assert ('error' not in levels.values()) == is_read
    assert backend.is_paused == (odd.means in ('backend-key-refused', 'backend-locked-out'))


def test_the_longest_version_fits_its_column() -> None:
    longest = max((OddAnswer(name).content['body']['version'] for name in VERSIONS if _is_read(name)), key=len)

    assert len(longest) == ProxboxBackend._meta.get_field('version').max_length


def _is_read(name: str) -> bool:
    return OddAnswer(name).means == 'read'
