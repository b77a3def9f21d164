"""Steps are told with their progress, their time and their failure."""

import re

import pytest

from devstack.steps import LineSteps


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [re.sub(r'^\[ *[\d.]+ s\] ', '', line) for line in capsys.readouterr().out.splitlines()]


def test_every_tenth_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with LineSteps().step('migrations') as step:
        for done in range(21):
            step.progress(done, 20)
    told = lines(capsys)
    assert told[0] == 'migrations ...'
    assert told[1:-1] == [f'migrations: {done} of 20' for done in range(2, 21, 2)]
    assert re.fullmatch(r'migrations: [\d.]+ s', told[-1])


def test_a_failure_is_told_and_passed_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match='broken'), LineSteps().step('start'):
        raise ValueError('broken')
    assert lines(capsys)[-1].startswith('start: failed after ')
