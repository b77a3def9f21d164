"""One secret: what it shows, and to whom; keys that come and go."""

import copy
import pickle
from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.template import Context, Engine
from jinja2.exceptions import SecurityError
from utilities.jinja2 import render_jinja2

from netbox_proxbox.errors import SecretKeyMissing, SecretUnreadable
from netbox_proxbox.secrets.encryption import MASK, Secret, is_key_set

PLAIN = 'correct horse battery staple'
# What the text of Fernet begins with, until the year 2106.
CIPHERTEXT = 'gAAAA'
OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


@pytest.fixture(autouse=True)
def _old_key(configure: Callable[..., None]) -> None:
    configure(encryption_keys=[OLD])


def stored(plain: str = PLAIN) -> Secret:
    """A secret as it comes out of the database."""
    return Secret(ciphertext=Secret(plain=plain).ciphertext())


def test_a_secret_goes_in_and_comes_out() -> None:
    assert stored().reveal() == PLAIN
    assert stored('größe ノード').reveal() == 'größe ノード'


def test_what_is_stored_is_another_text_each_time() -> None:
    first, second = Secret(plain=PLAIN).ciphertext(), Secret(plain=PLAIN).ciphertext()

    assert PLAIN not in first
    assert first != second


def test_what_was_stored_is_stored_again_as_it_is() -> None:
    ciphertext = Secret(plain=PLAIN).ciphertext()
    secret = Secret(ciphertext=ciphertext)
    secret.reveal()

    assert secret.ciphertext() == ciphertext
    assert not secret.is_new


@pytest.mark.parametrize('nothing', [Secret(), Secret(plain=''), Secret(ciphertext=''), Secret.of(None), Secret.of('')])
def test_an_empty_secret_is_empty_everywhere(nothing: Secret) -> None:
    assert not nothing
    assert (str(nothing), nothing.reveal(), nothing.ciphertext()) == ('', '', '')


@pytest.mark.parametrize('make', [lambda: Secret(plain=PLAIN), stored])
def test_it_shows_a_mask(make: Callable[[], Secret]) -> None:
    secret = make()
    secret.reveal()

    assert str(secret) == f'{secret}' == MASK
    assert repr(secret) == f'<Secret {MASK}>'
    assert PLAIN not in f'{secret!s} {secret!r} {[secret]}'


DJANGO_TEMPLATES = [
    '{{ secret }}',
    '{{ secret.reveal }}',
    '{{ secret.ciphertext }}',
    '{{ secret|safe }}',
    '{{ secret|stringformat:"r" }}',
]


@pytest.mark.parametrize('template', DJANGO_TEMPLATES)
def test_a_template_of_django_cannot_reveal_it(template: str) -> None:
    for secret in (Secret(plain=PLAIN), stored()):
        shown = Engine().from_string(template).render(Context({'secret': secret}))
        assert PLAIN not in shown
        assert CIPHERTEXT not in shown


JINJA_TEMPLATES = [
    '{{ secret.reveal() }}',
    '{{ secret.ciphertext() }}',
    '{{ secret|attr("ciphertext")() }}',
    '{{ secret._plain }}',
    '{{ secret|attr("_plain") }}',
    '{{ secret|attr("reveal")() }}',
    '{{ secret.__reduce__() }}',
    '{{ "{0._plain}".format(secret) }}',
    '{{ secret.__getstate__() }}',
    '{{ [secret]|map(attribute="_plain")|join }}',
    '{{ secret.of.__func__ }}',
    '{{ secret }} {{ secret|string }} {{ secret|pprint }}',
]


@pytest.mark.django_db
@pytest.mark.parametrize('template', JINJA_TEMPLATES)
def test_a_config_template_of_netbox_cannot_reveal_it(template: str) -> None:
    for secret in (Secret(plain=PLAIN), stored()):
        try:
            shown = render_jinja2(template, {'secret': secret})
        except SecurityError:
            continue
        assert PLAIN not in shown
        assert CIPHERTEXT not in shown


def test_an_old_key_still_reads_while_a_new_one_writes(configure: Callable[..., None]) -> None:
    old = stored()
    configure(encryption_keys=[NEW, OLD])

    assert old.reveal() == PLAIN
    written = Secret(plain=PLAIN).ciphertext()
    assert Fernet(NEW).decrypt(written.encode()).decode() == PLAIN
    with pytest.raises(InvalidToken):
        Fernet(OLD).decrypt(written.encode())


def test_after_a_rotation_the_old_key_may_go(configure: Callable[..., None]) -> None:
    old = stored()
    configure(encryption_keys=[NEW, OLD])
    rotated = Secret(plain=old.reveal()).ciphertext()
    configure(encryption_keys=[NEW])

    assert Secret(ciphertext=rotated).reveal() == PLAIN


def test_a_wrong_key_is_told_with_its_cure(configure: Callable[..., None]) -> None:
    secret = stored()
    configure(encryption_keys=[OTHER])

    with pytest.raises(SecretUnreadable) as caught:
        secret.reveal('API key of backend "main"')

    assert caught.value.cause.startswith('The API key of backend "main" cannot be decrypted')
    assert 'encryption_keys' in caught.value.cure
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert OTHER not in str(caught.value)


@pytest.mark.parametrize('rubbish', ['not ciphertext', 'gAAAAAB', 'größe'])
def test_rubbish_in_the_database_is_told_in_the_same_way(rubbish: str) -> None:
    with pytest.raises(SecretUnreadable):
        Secret(ciphertext=rubbish).reveal()


def test_without_a_key_nothing_is_written_or_read(configure: Callable[..., None]) -> None:
    secret = stored()
    configure(encryption_keys=[])

    assert not is_key_set()
    with pytest.raises(SecretKeyMissing, match='API key of backend "main"'):
        secret.reveal('API key of backend "main"')
    with pytest.raises(SecretKeyMissing):
        Secret(plain=PLAIN).ciphertext()
    assert str(secret) == MASK
    assert Secret().ciphertext() == ''


@pytest.mark.parametrize('make', [lambda: Secret(plain=PLAIN), stored])
def test_a_copy_is_as_good_as_the_secret(make: Callable[[], Secret]) -> None:
    secret = make()
    copied = copy.deepcopy(secret)

    assert (copied.reveal(), copied.is_new) == (PLAIN, secret.is_new)


@pytest.mark.parametrize('make', [lambda: Secret(plain=PLAIN), stored])
def test_what_is_pickled_into_a_cache_or_a_job_is_ciphertext(make: Callable[[], Secret]) -> None:
    secret = make()
    secret.reveal()
    pickled = pickle.dumps(secret)

    assert PLAIN.encode() not in pickled
    assert pickle.loads(pickled).reveal() == PLAIN  # noqa: S301
