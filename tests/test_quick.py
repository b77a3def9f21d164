"""Which tests `make quick` leaves out."""

import pytest
from django.test import TestCase

from tests.quick import ALL_OF_SERVICES, needs_a_service


def test_a_test_that_asks_for_nothing_stays(request: pytest.FixtureRequest) -> None:
    assert not needs_a_service(request.node)


@pytest.mark.django_db
def test_a_mark_says_that_a_service_is_needed(request: pytest.FixtureRequest) -> None:
    assert needs_a_service(request.node)


def test_a_fixture_says_so_too(db: None, request: pytest.FixtureRequest) -> None:
    assert needs_a_service(request.node)


class DjangoTest(TestCase):
    """A test case of Django's."""

    @pytest.fixture(autouse=True)
    def _asked(self, request: pytest.FixtureRequest) -> None:
        self.request = request

    def test_it_needs_a_database(self) -> None:
        assert needs_a_service(self.request.node)


@pytest.mark.parametrize(
    ('line', 'is_left_out'),
    [
        ('pytestmark = pytest.mark.django_db', True),
        ("pytestmark = pytest.mark.usefixtures('committed')", True),
        ('from utilities.testing import ViewTestCases', True),
        ('from netbox_proxbox.models import SyncRun', False),
        ('@pytest.mark.django_db', False),
    ],
)
def test_a_module_is_left_out_when_all_of_it_needs_a_service(line: str, is_left_out: bool) -> None:
    assert bool(ALL_OF_SERVICES.search(f'import pytest\n{line}\n')) is is_left_out
