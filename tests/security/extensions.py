"""What users of NetBox can add to it that is told of our objects: webhooks, export templates, links and journals."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.integration.netbox import NetBox

__all__ = ('EXPRESSIONS', 'JOURNAL', 'extended', 'write_journal')

BACKEND, ENDPOINT = 'netbox_proxbox.proxboxbackend', 'netbox_proxbox.proxmoxendpoint'
KINDS = (BACKEND, ENDPOINT, 'netbox_proxbox.proxmoxcluster', 'netbox_proxbox.proxmoxnode')
EVENTS = ('object_created', 'object_updated', 'object_deleted')
BODY = '{"everything": {{ {"data": data, "snapshots": snapshots, "request": request}|string|tojson }} }'
JOURNAL = 'a note about the canary'
# What somebody may write into a template to get at a secret of an object; by the name of the template.
EXPRESSIONS = {
    'the field': 'obj.password ~ obj.token_value ~ obj.api_key',
    'all fields': 'obj.__dict__',
    'a representation': '[obj.password, obj.token_value, obj.api_key]|string',
    'revealed': 'obj.password.reveal("me")',
    'the stored text': 'obj.password.ciphertext() ~ obj.token_value.ciphertext()',
    'the stored key': 'obj.api_key.ciphertext()',
    'revealed key': 'obj.api_key.reveal("me")',
    'revealed through the backend': 'obj.backend.api_key.reveal("me")',
    'the specification': 'obj.spec()|string',
    'the connection': 'obj.connection()|string',
    'the snapshot': 'obj.serialize_object()|string',
    'as JSON': 'obj.to_objectchange("update").postchange_data|string',
}


@contextmanager
def extended(netbox: NetBox, receiver: str) -> Iterator[None]:
    """Have a receiver told of all changes, in NetBox's words and in a template's, and add the templates."""
    made: list[str] = []

    def make(path: str, **content: Any) -> int:
        added = int(netbox.post(f'/api/extras/{path}/', content)['id'])
        made.append(f'/api/extras/{path}/{added}/')
        return added

    for name, body in (('plain', ''), ('with a template', BODY)):
        webhook = make('webhooks', name=name, payload_url=receiver, body_template=body)
        action = {'action_type': 'webhook', 'action_object_type': 'extras.webhook', 'action_object_id': webhook}
        make('event-rules', name=name, object_types=KINDS, event_types=EVENTS, **action)
    for name, expression in EXPRESSIONS.items():
        template = f'exported: {{% for obj in queryset %}}{{{{ {expression} }}}}\n{{% endfor %}}'
        make('export-templates', name=name, object_types=[BACKEND, ENDPOINT], template_code=template)
        link = {
            'link_text': f'linked: {{{{ {expression.replace("obj", "object")} }}}}',
            'link_url': 'http://127.0.0.1/',
        }
        make('custom-links', name=name, object_types=[BACKEND, ENDPOINT], **link)
    yield
    for path in reversed(made):
        netbox.delete(path)


def write_journal(netbox: NetBox, endpoint: int) -> None:
    """Note something about an endpoint, as people do."""
    assigned = {'assigned_object_type': ENDPOINT, 'assigned_object_id': endpoint}
    netbox.post('/api/extras/journal-entries/', {**assigned, 'comments': JOURNAL})
