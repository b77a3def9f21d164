"""The Help button of every form leads to a page about what the form asks for."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils.html import strip_tags
from netbox.models import PrimaryModel
from utilities.views import get_action_url

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.tests import estate

MODELS = [model for model in apps.get_app_config('netbox_proxbox').get_models() if issubclass(model, PrimaryModel)]
OF_EVERY_FORM = {'Name', 'Description', 'Tags', 'Owner group', 'Owner', 'Comments', 'Changelog message'}
NEEDS_NO_WORD = OF_EVERY_FORM | {'Remove the password'}
OTHERS = 'All others'


def labels_of(form: str) -> set[str]:
    found = re.findall(r'<label[^>]*>(.*?)</label>', form, re.DOTALL)
    return {' '.join(strip_tags(label).split()) for label in found}


@pytest.mark.parametrize('model', MODELS)
@pytest.mark.parametrize('action', ['add', 'edit'])
def test_the_button_leads_to_a_page_about_the_fields_of_the_form(admin: Client, model: Any, action: str) -> None:
    estate.make_nodes(1)
    known = {'pk': model.objects.get().pk} if action == 'edit' else {}
    form = admin.get(get_action_url(model, action=action, kwargs=known)).content.decode()
    button = re.search(r'<a href="([^"]+)"[^>]*title="View model documentation"', form)
    assert button

    answer = admin.get(button[1])

    assert answer.status_code == 200
    page, labels = answer.content.decode(), labels_of(form)
    named = set(re.findall('<strong>([^<]+)</strong>', page))
    assert named - labels == set()
    if OTHERS not in page:
        assert labels - named - NEEDS_NO_WORD == set()


def test_it_leads_into_the_documentation_where_that_is_installed_and_collected(tmp_path: Path) -> None:
    installed, collected = tmp_path / 'installed', tmp_path / 'collected'
    page = installed / 'forms' / 'proxmoxnode.html'
    page.parent.mkdir(parents=True)
    page.touch()

    with override_settings(
        STATICFILES_DIRS=[*settings.STATICFILES_DIRS, ('netbox_proxbox/docs', str(installed))],
        STATIC_ROOT=str(collected),
    ):
        before = ProxmoxNode().docs_url
        call_command('collectstatic', interactive=False, verbosity=0, link=True)
        assert before == get_action_url(ProxmoxNode, action='help')
        assert ProxmoxNode().docs_url == '/static/netbox_proxbox/docs/forms/proxmoxnode.html'
        assert ProxmoxCluster().docs_url == get_action_url(ProxmoxCluster, action='help')


def test_it_is_open_to_every_user(browser: Client) -> None:
    assert [browser.get(get_action_url(model, action='help')).status_code for model in MODELS] == [200] * 4
