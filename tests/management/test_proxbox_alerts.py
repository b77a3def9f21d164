"""`netbox proxbox_alerts --group NAME`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from extras.models import EventRule, Notification, NotificationGroup
from users.models import User

from netbox_proxbox.events import names
from netbox_proxbox.events.outbox import event_about, put
from netbox_proxbox.events.rules import ALERTS
from netbox_proxbox.events.sender import send_unsent
from netbox_proxbox.events.types import EVENT_TYPES, TROUBLE
from tests.builders import an_endpoint


def called(group: str = 'On call') -> str:
    told = StringIO()
    call_command('proxbox_alerts', group=group, stdout=told)
    return told.getvalue()


@pytest.mark.django_db
def test_it_makes_rules_once_and_they_notify_the_group() -> None:
    ada, endpoint = User.objects.create_user('ada'), an_endpoint()

    assert 'Nobody is in "On call"' in called()
    NotificationGroup.objects.get().users.add(ada)
    EventRule.objects.filter(name='ProxBox nodes: On call').update(enabled=False)
    again = called()
    assert (again.count('was there'), 'Nobody' in again) == (len(ALERTS), False)
    assert EventRule.objects.count() == len(ALERTS)
    assert not EventRule.objects.get(name='ProxBox nodes: On call').enabled

    put([event_about(endpoint, event, 'Something.') for event in (names.NODE_OFFLINE, names.SYNC_FAILED)])
    send_unsent()
    assert [str(each.event_type) for each in Notification.objects.filter(user=ada)] == [names.SYNC_FAILED]


@pytest.mark.django_db
def test_a_name_that_netbox_cannot_keep_is_told() -> None:
    with pytest.raises(CommandError, match='100 characters'):
        called('x' * 101)
    assert not EventRule.objects.exists()


def test_the_rules_are_about_all_trouble_and_its_end() -> None:
    chosen = [event for events in ALERTS.values() for event in events]
    assert len(chosen) == len(set(chosen))
    assert set(TROUBLE) <= set(chosen) <= {each.name for each in EVENT_TYPES}
