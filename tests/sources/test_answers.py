"""What an answer holds, and what may be quoted from it."""

import pytest

from netbox_proxbox.sources.answers import Answer, Question

ASKED = Question(whom='main', endpoint='lab', secrets=('the-key', 'the-key-and-more', ''))


def test_quotes_the_words_of_the_other_side() -> None:
    assert ASKED.quote('Not\nfound', None, {'no': 'text'}, 'for now') == 'It says: "Not found: for now".'


@pytest.mark.parametrize('words', [(), (None,), ('', '  '), ([1],)])
def test_quotes_nothing_without_words(words: tuple[object, ...]) -> None:
    assert ASKED.quote(*words) == ''


def test_never_quotes_a_secret() -> None:
    quoted = ASKED.quote('user:the-key-and-more@host', 'the-key')
    assert quoted == 'It says: "user:***@host: ***".'


def test_cuts_long_words_after_taking_out_the_secrets() -> None:
    quoted = ASKED.quote('x' * 195 + 'the-key')
    assert quoted == f'It says: "{"x" * 195}***".'
    assert ASKED.quote('x' * 201) == f'It says: "{"x" * 200}…".'


@pytest.mark.parametrize('odd', ['\x00', '\ud800', '\x1b', '\u202e', '\u2028'])
def test_quotes_nothing_that_cannot_be_printed_or_stored(odd: str) -> None:
    assert ASKED.quote(f'Not{odd}found', odd) == 'It says: "Not found".'
    assert ASKED.quote(odd, odd) == ''


@pytest.mark.parametrize('secret', ['a-pass word', 'a-pass\tword', 'a-pass\x00word', 'a-pass  word', '\x00a-pass word'])
@pytest.mark.parametrize('said', ['a-pass word', 'a-pass\x00word', 'a-pass\ud800 word'])
def test_what_is_replaced_does_not_hide_or_make_a_secret(secret: str, said: str) -> None:
    asked = Question(whom='main', secrets=(secret,))
    assert asked.quote(f'Wrong: {secret}', said) == 'It says: "Wrong: ***: ***".'


def test_secrets_are_not_in_the_representation() -> None:
    assert 'the-key' not in repr(ASKED)


@pytest.mark.parametrize('body', [b'', b'<html>', b'{', b'\xff\xfe\xfd', b'[' * 100_000, b'9' * 10_000])
def test_a_body_that_is_not_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Answer(status=200, body=body).json()
    assert Answer(status=500, body=body).error() == {}


@pytest.mark.parametrize(
    ('body', 'kind'),
    [(b'', 'an empty body'), (b' <!doctype html>', 'an HTML page'), (b' {"a": 1}', 'JSON'), (b'OK', 'not JSON')],
)
def test_says_what_a_body_is(body: bytes, kind: str) -> None:
    assert kind in Answer(status=200, body=body).kind()
