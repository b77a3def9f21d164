"""What an endpoint says of links: its defaults, and what cannot be."""

from collections.abc import Callable
from typing import Any

import pytest
from dcim.models import DeviceRole, Location, Site
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_direct_endpoint

pytestmark = pytest.mark.django_db


def test_new_endpoints_say_what_the_settings_do(configure: Callable[..., None]) -> None:
    assert (ProxmoxEndpoint().link_nodes, ProxmoxEndpoint().link_clusters) == ('by-rule', 'by-rule')

    configure(link_nodes='off', link_clusters='off')

    endpoint = a_direct_endpoint()
    assert (endpoint.link_nodes, endpoint.link_clusters) == ('off', 'off')
    assert (endpoint.link_by_name, endpoint.link_by_short_name, endpoint.link_by_address) == (True, True, False)


@pytest.mark.parametrize('scope', [{}, {'link_role': DeviceRole}])
def test_addresses_need_a_scope_that_tells_them_apart(scope: dict[str, Any]) -> None:
    objects = {name: model.objects.create(name='a', slug='a') for name, model in scope.items()}
    endpoint = a_direct_endpoint(link_by_address=True, **objects)

    with pytest.raises(ValidationError) as refusal:
        endpoint.full_clean()

    assert set(refusal.value.message_dict) == {'link_by_address'}
    assert not endpoint.may_link_by_address


def test_a_scope_is_not_deleted_as_the_rules_would_look_at_everything_then() -> None:
    site = Site.objects.create(name='a', slug='a')
    endpoint = a_direct_endpoint(link_by_address=True, link_site=site)
    endpoint.full_clean()
    assert endpoint.may_link_by_address

    with pytest.raises(ProtectedError):
        site.delete()


def test_a_location_is_one_of_the_site() -> None:
    one, other = (Site.objects.create(name=name, slug=name) for name in 'ab')
    location = Location.objects.create(name='room', slug='room', site=other)

    with pytest.raises(ValidationError, match='at another site'):
        a_direct_endpoint(link_site=one, link_location=location).full_clean()
