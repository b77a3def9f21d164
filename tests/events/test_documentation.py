"""What `docs/notifications.md` says of event types."""

import ast
import json
import re
from textwrap import dedent
from typing import Any

import pytest
from django.core import mail
from extras.models import Webhook

from devstack.paths import ROOT
from netbox_proxbox.events.types import EVENT_TYPES

TESTS = {
    node.name: ast.unparse(node)
    for path in (ROOT / 'tests' / 'events').glob('test_*.py')
    for node in ast.parse(path.read_text()).body
    if isinstance(node, ast.FunctionDef)
}
PAGE = (ROOT / 'docs' / 'notifications.md').read_text()


def test_every_event_type_is_in_the_table_and_no_other() -> None:
    listed = re.findall(r'^\| `(proxbox_\w+)` \|', PAGE, re.MULTILINE)
    assert listed == [each.name for each in EVENT_TYPES]


def test_every_event_type_names_the_test_that_makes_it() -> None:
    rows = re.findall(r'^\| `proxbox_(\w+)` \|.*\| `(test_\w+)` \|$', PAGE, re.MULTILINE)
    assert len(rows) == len(EVENT_TYPES)
    assert [(event, test) for event, test in rows if event not in TESTS.get(test, '')] == []


@pytest.mark.django_db
def test_the_template_for_a_chat_is_json_whatever_is_told() -> None:
    (template,) = re.findall(r'^    (\{"text".*)$', PAGE, re.MULTILINE)
    context = {'data': {'message': 'A "quoted"\nname.', 'url': '/x/'}}
    body = Webhook(body_template=template).render_body(context)
    assert json.loads(body) == {'text': 'A "quoted"\nname. https://netbox.example.com/x/'}


def test_the_script_sends_a_mail() -> None:
    (script,) = re.findall(r'^    from django.core.mail .*?example.com\'\]\)$', PAGE, re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = {}
    exec(dedent(script), found)  # noqa: S102
    found['MailEvent'].run(None, {'message': 'It is down.', 'url': '/x/', 'display': 'pve1', 'event': 'e'}, commit=True)
    (sent,) = mail.outbox
    assert (sent.subject, sent.body) == ('pve1: e', 'It is down.\n\nhttps://netbox.example.com/x/')
