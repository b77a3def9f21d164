"""Which proxbox-api is started: the locked one, another one of `requirements/`, or any that the package index has."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from devstack import proxbox_api_versions
from devstack.proxbox_api_versions import LOCKED, LOCKS, VARIABLE, UnresolvedError, chosen, lock_of, newest, others

type Answering = Callable[[str], None]


@pytest.fixture
def answering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Lets the resolver be a script, which tells what it was asked in a file."""
    program = tmp_path / 'uv'
    monkeypatch.setattr(proxbox_api_versions, 'find_uv_bin', lambda: str(program))
    monkeypatch.setattr(proxbox_api_versions, 'STATE', tmp_path)

    def answer(script: str) -> None:
        program.write_text(f'#!/bin/sh\ncat > {tmp_path}/asked\n{script}\n')
        program.chmod(0o755)

    return answer


@pytest.mark.parametrize('version', LOCKS)
def test_a_lock_has_its_version_by_hash(version: str) -> None:
    text = LOCKS[version].read_text()

    assert re.findall(r'^proxbox-api==(\S+) \\$', text, re.MULTILINE) == [version]
    assert all('--hash=' in each for each in re.split(r'\n(?=\S)', text.strip()))


def test_the_locked_one_is_started_unless_another_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert chosen() == LOCKED
    monkeypatch.setenv(VARIABLE, '0.0.27.post4')
    assert chosen() == '0.0.27.post4'
    assert lock_of(chosen()).name == 'proxbox-api-0.0.27.post4.txt'


@pytest.mark.parametrize(('found', 'added'), [(LOCKED, []), ('0.0.31', ['0.0.31'])])
def test_the_newest_is_one_of_the_others_if_no_lock_has_it(answering: Answering, found: str, added: list[str]) -> None:
    answering(f'echo proxbox-api=={found}')

    assert newest() == found
    assert others() == [*(version for version in LOCKS if version != LOCKED), *added]


def test_a_version_without_a_lock_is_resolved_as_of_now(answering: Answering, tmp_path: Path) -> None:
    answering('echo "proxbox-api==0.0.31 --hash=sha256:1"')

    assert lock_of('0.0.31').read_text() == 'proxbox-api==0.0.31 --hash=sha256:1\n'
    assert (tmp_path / 'asked').read_text() == 'proxbox-api==0.0.31'


def test_an_index_that_does_not_answer_is_told(answering: Answering) -> None:
    answering('echo "No route to host" >&2; exit 2')

    with pytest.raises(UnresolvedError, match=r'^proxbox-api cannot be resolved:\nNo route to host'):
        others()
