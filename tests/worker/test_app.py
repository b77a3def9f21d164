"""The worker says at its start when what it begins with is somebody else's."""

import pytest

from netbox_proxbox.configuration import top_level
from worker.app import tell_of_strangers


def test_a_stranger_is_in_the_log(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(top_level, 'strangers', lambda: ["Python takes 'celeryconfig' from elsewhere."])

    tell_of_strangers()

    (line,) = caplog.messages
    assert line.startswith("Python takes 'celeryconfig' from elsewhere. Take that folder out of PYTHONPATH")


def test_where_all_are_ours_nothing_is(caplog: pytest.LogCaptureFixture) -> None:
    tell_of_strangers()

    assert caplog.messages == []
