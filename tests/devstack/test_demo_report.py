"""Metrics as an administrator reads them."""

import pytest

from devstack.demo_report import device_text, uptime_text


@pytest.mark.parametrize(
    ('seconds', 'text'),
    [(0, ''), (59, '0 min 59 s'), (3_900, '1 h 5 min'), (90_000, '1 d 1 h'), (8_640_000, '100 d 0 h')],
)
def test_uptime(seconds: int, text: str) -> None:
    assert uptime_text(seconds) == text


@pytest.mark.parametrize(
    ('device', 'candidates', 'text'),
    [
        ({'display': 'c1n01'}, [], 'c1n01'),
        (None, [1, 2], '? one of 2'),
        (None, [1], '? another node has it'),
        (None, [], ''),
    ],
)
def test_a_link_or_the_question_about_it(device: dict[str, str] | None, candidates: list[int], text: str) -> None:
    assert device_text({'netbox_device': device, 'link_candidates': candidates}) == text
