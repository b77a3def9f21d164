"""What the code says reads in the site as it is meant."""

import inspect

from devstack.docs.markdown import plain, table
from devstack.docs.settings import reasons
from netbox_proxbox import ProxboxConfig


def test_a_row_is_a_line() -> None:
    assert table(('a', 'b'), [('1', '2')]) == '| a | b |\n| --- | --- |\n| 1 | 2 |\n'


def test_nothing_in_a_text_is_taken_for_markdown() -> None:
    assert plain('2 * 3 | <b>\n  [x]') == r'2 \* 3 \| \<b\> \[x\]'


def test_what_is_filled_in_later_is_in_italics() -> None:
    assert plain('{backend} is away') == '*backend* is away'


def test_the_reason_of_a_setting_is_the_comment_above_it() -> None:
    lines = ['        # Seconds;', '        # at most.', "        'first': 1,", "        'second': 2,"]

    assert reasons(lines) == {'first': 'Seconds; at most.', 'second': ''}


def test_every_setting_has_one() -> None:
    found = reasons(inspect.getsource(ProxboxConfig).splitlines())

    assert found.keys() == ProxboxConfig.default_settings.keys()
    assert [name for name, reason in found.items() if not reason] == []
