"""What is undone alone, and of which nobody is told."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from extras.models import Tag
from netbox.context import events_queue
from users.models import User

from netbox_proxbox.tracking.attempt import attempt
from netbox_proxbox.tracking.changelog import tracked


def add_and_refuse() -> None:
    with attempt():
        Tag.objects.create(name='goes', slug='goes')
        raise PermissionDenied


@pytest.mark.django_db
def test_the_events_of_what_was_undone_are_forgotten() -> None:
    ada = User.objects.create_user('ada')

    with tracked(uuid4(), ada, lambda _: None):
        with attempt():
            Tag.objects.create(name='stays', slug='stays')
        with pytest.raises(PermissionDenied):
            add_and_refuse()
        assert [str(event['object']) for event in events_queue.get().values()] == ['stays']

    assert [tag.name for tag in Tag.objects.all()] == ['stays']
