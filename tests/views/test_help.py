"""The Help button of every form leads to a page about what the form asks for."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from netbox.models import PrimaryModel
from utilities.views import get_action_url

from netbox_proxbox.tests import estate

MODELS = [model for model in apps.get_app_config('netbox_proxbox').get_models() if issubclass(model, PrimaryModel)]


@pytest.mark.parametrize('model', MODELS)
@pytest.mark.parametrize('action', ['add', 'edit'])
def test_the_button_leads_to_a_page_about_the_fields_of_the_form(admin: Client, model: Any, action: str) -> None:
    estate.make_nodes(1)
    known = {'pk': model.objects.get().pk} if action == 'edit' else {}
    form = admin.get(get_action_url(model, action=action, kwargs=known)).content.decode()
    button = re.search(r'<a href="([^"]+)"[^>]*title="View model documentation"', form)
    assert button

    page = admin.get(button[1])

    assert page.status_code == 200
    named = re.findall('<strong>([^<]+)</strong>', page.content.decode())
    assert len(named) > 4
    assert [name for name in named if name not in form] == []


def test_it_is_open_to_every_user(browser: Client) -> None:
    assert [browser.get(get_action_url(model, action='help')).status_code for model in MODELS] == [200] * 4
