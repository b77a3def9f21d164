"""The program itself: nothing else imports it, so nothing else would notice that it does not start."""

import subprocess
import sys

import pytest

from devstack.paths import ROOT


@pytest.mark.integration
def test_it_starts() -> None:
    done = subprocess.run([sys.executable, '-m', 'tests.soak', '--help'], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, '')
    assert '--seed' in done.stdout
