"""The field that keeps a secret: in the database, in NetBox's change log, in templates."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from core.models import ObjectChange
from cryptography.fernet import Fernet
from django.conf import settings
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.template import Context, Engine
from jinja2.exceptions import SecurityError
from netbox.constants import CENSOR_TOKEN, CENSOR_TOKEN_CHANGED
from utilities.jinja2 import render_jinja2

from netbox_proxbox.configuration import NEW_KEY_COMMAND
from netbox_proxbox.errors import SecretKeyMissing, SecretUnreadable
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.secrets.encryption import MASK, Secret
from netbox_proxbox.secrets.fields import SecretField
from netbox_proxbox.tracking.changelog import service_user, tracked
from tests.builders import a_backend, an_endpoint

pytestmark = pytest.mark.django_db

PLAIN = 'correct horse battery staple'


def in_the_database(column: str) -> str:
    """What the column of the only endpoint holds, as PostgreSQL says."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT to_jsonb(endpoint) ->> %s FROM netbox_proxbox_proxmoxendpoint AS endpoint', [column])
        value: str = cursor.fetchone()[0]
    return value


def logged() -> list[tuple[Any, Any]]:
    """What the change log has of the password, before and after each change."""
    entries = ObjectChange.objects.filter(changed_object_type__model='proxmoxendpoint').order_by('pk')
    return [((e.prechange_data or {}).get('password'), (e.postchange_data or {}).get('password')) for e in entries]


def test_the_database_holds_ciphertext() -> None:
    an_endpoint(password=PLAIN, token_name='sync', token_value=f'token-{PLAIN}')

    assert in_the_database('password').startswith('gAAAA')
    for column in ('password', 'token_value'):
        assert PLAIN not in in_the_database(column)
    assert ProxmoxEndpoint.objects.get().password.reveal() == PLAIN


def test_an_empty_secret_is_an_empty_text() -> None:
    an_endpoint(password='')

    assert in_the_database('password') == ''
    assert not ProxmoxEndpoint.objects.get().password


def test_a_secret_that_was_not_touched_is_not_encrypted_again() -> None:
    an_endpoint(password=PLAIN)
    before = in_the_database('password')

    ProxmoxEndpoint.objects.get().save()

    assert in_the_database('password') == before


def test_an_instance_holds_no_plain_text_in_sight() -> None:
    endpoint = an_endpoint(password=PLAIN)
    endpoint.password = f'new {PLAIN}'

    assert isinstance(endpoint.password, Secret)
    assert PLAIN not in str(vars(endpoint))
    assert str(endpoint.password) == MASK


def test_nothing_finds_a_row_by_its_secret() -> None:
    an_endpoint(password=PLAIN)

    assert not ProxmoxEndpoint.objects.filter(password=PLAIN).exists()


def edited(**fields: Any) -> None:
    """Edit the only endpoint as a page of NetBox would."""
    endpoint = ProxmoxEndpoint.objects.get()
    endpoint.snapshot()
    for name, value in fields.items():
        setattr(endpoint, name, value)
    endpoint.save()


def test_the_change_log_says_that_it_changed_and_not_to_what() -> None:
    with tracked(uuid4(), service_user(), print):
        an_endpoint(password=PLAIN)
        edited(password=f'new {PLAIN}')
        edited(description='Other')
        edited(password='')

    assert logged() == [
        (None, CENSOR_TOKEN_CHANGED),
        (CENSOR_TOKEN, CENSOR_TOKEN_CHANGED),
        (CENSOR_TOKEN, CENSOR_TOKEN),
        (CENSOR_TOKEN, ''),
    ]
    assert PLAIN not in str(list(ObjectChange.objects.values('prechange_data', 'postchange_data')))


def test_an_export_of_django_holds_no_plain_text() -> None:
    an_endpoint(password=PLAIN)

    assert PLAIN not in serializers.serialize('json', ProxmoxEndpoint.objects.all())


def test_templates_cannot_reveal_it() -> None:
    endpoint = an_endpoint(password=PLAIN)

    for template in ('{{ endpoint.password }}', '{{ endpoint.password.reveal }}', '{{ endpoint.spec.password }}'):
        assert PLAIN not in Engine().from_string(template).render(Context({'endpoint': endpoint}))
    for template in ('{{ endpoint.password }}', '{{ endpoint.spec().password }}', '{{ endpoint.spec() }}'):
        assert PLAIN not in rendered(template, endpoint)
    for template in ('{{ backend.connection().api_key }}', '{{ backend.connection() }}'):
        assert 'k' * 32 not in rendered(template, endpoint)


def rendered(template: str, endpoint: ProxmoxEndpoint) -> str:
    """What a config template of NetBox makes of an endpoint; nothing where the sandbox refuses."""
    try:
        return str(render_jinja2(template, {'endpoint': endpoint, 'backend': endpoint.backend}))
    except SecurityError:
        return ''


@pytest.mark.parametrize('backend_exists', [True, False])
def test_without_a_key_a_new_secret_is_a_field_error_that_names_the_command(
    configure: Callable[..., None], backend_exists: bool
) -> None:
    backend = a_backend() if backend_exists else ProxboxBackend(name='main', base_url='http://proxbox:8800')
    configure(encryption_keys=[])
    backend.api_key = 'n' * 32

    with pytest.raises(ValidationError) as caught:
        backend.full_clean()

    assert list(caught.value.message_dict) == ['api_key']
    assert NEW_KEY_COMMAND in caught.value.message_dict['api_key'][0]
    with pytest.raises(SecretKeyMissing):
        backend.save()


def test_without_a_key_everything_else_can_be_edited(configure: Callable[..., None]) -> None:
    a_backend()
    configure(encryption_keys=[])
    backend = ProxboxBackend.objects.get()
    backend.description = 'Still editable'

    backend.full_clean()
    backend.save()

    with pytest.raises(SecretKeyMissing, match='API key of backend "main"'):
        ProxboxBackend.objects.get().connection()


def test_a_wrong_key_names_the_secret_and_the_cure(configure: Callable[..., None]) -> None:
    endpoint = an_endpoint(password=PLAIN)
    configure(encryption_keys=[Fernet.generate_key().decode()])
    endpoint = ProxmoxEndpoint.objects.get(pk=endpoint.pk)

    with pytest.raises(SecretUnreadable, match='The password of endpoint "lab" cannot be decrypted'):
        endpoint.spec()
    with pytest.raises(SecretUnreadable, match='enter the secret again'):
        ProxboxBackend.objects.get().connection()


def test_keys_can_be_rotated_one_save_at_a_time(configure: Callable[..., None]) -> None:
    an_endpoint(password=PLAIN)
    (old,) = settings.PLUGINS_CONFIG['netbox_proxbox']['encryption_keys']
    new = Fernet.generate_key().decode()
    configure(encryption_keys=[new, old])
    endpoint = ProxmoxEndpoint.objects.get()
    endpoint.password = endpoint.password.reveal()
    endpoint.save()

    configure(encryption_keys=[new])

    assert ProxmoxEndpoint.objects.get().password.reveal() == PLAIN


@pytest.mark.parametrize('model', [ProxboxBackend, ProxmoxEndpoint])
def test_no_form_or_serializer_picks_a_secret_up_by_itself(model: type[ProxboxBackend | ProxmoxEndpoint]) -> None:
    secrets = [field for field in model._meta.fields if isinstance(field, SecretField)]

    assert secrets
    assert not any(field.editable for field in secrets)


MASKS = [CENSOR_TOKEN, CENSOR_TOKEN_CHANGED]


@pytest.mark.parametrize('mask', MASKS)
def test_a_mask_is_refused_in_words(mask: str) -> None:
    endpoint = an_endpoint(password=PLAIN)
    endpoint.password = mask

    with pytest.raises(ValidationError) as refusal:
        endpoint.full_clean()

    assert 'only the mask' in str(refusal.value.message_dict['password'])


@pytest.mark.parametrize('mask', MASKS)
def test_a_mask_that_is_saved_unchecked_leaves_the_secret(mask: str) -> None:
    endpoint = an_endpoint(password=PLAIN)
    endpoint.password = mask
    endpoint.save()

    assert ProxmoxEndpoint.objects.get().password.reveal() == PLAIN
    assert endpoint.password.reveal() == PLAIN


def test_a_dump_that_is_loaded_again_leaves_the_secrets() -> None:
    an_endpoint(password=PLAIN)
    dump = serializers.serialize('json', ProxmoxEndpoint.objects.all())

    for row in serializers.deserialize('json', dump):
        row.save()

    assert ProxmoxEndpoint.objects.get().password.reveal() == PLAIN


def test_what_is_restored_from_masks_has_no_secret() -> None:
    an_endpoint(password=PLAIN)
    dump = serializers.serialize('json', ProxmoxEndpoint.objects.all())
    ProxmoxEndpoint.objects.all().delete()

    for row in serializers.deserialize('json', dump):
        row.save()

    assert in_the_database('password') == ''


def test_a_mask_is_not_written_past_the_model_either() -> None:
    an_endpoint(password=PLAIN)

    with pytest.raises(ValidationError), transaction.atomic():
        ProxmoxEndpoint.objects.update(password=CENSOR_TOKEN)

    assert ProxmoxEndpoint.objects.get().password.reveal() == PLAIN
