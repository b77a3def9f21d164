"""What a request names is a key of a row, or names none."""

from netbox_proxbox.ui.keys import keys_of


def test_what_is_no_key_names_no_row() -> None:
    assert keys_of(['7', '', '-1', '1.5', 'x', '²', '9' * 18, '9' * 19, '9' * 5000]) == [7, 10**18 - 1]
