"""The command that makes a key, which works before anything is configured."""

import os
import subprocess
import sys

from cryptography.fernet import Fernet

from devstack.paths import ROOT

CALL = 'from worker.generate_key import main; main()'


def test_it_makes_a_key_without_any_netbox() -> None:
    here = {'PYTHONPATH': str(ROOT), 'PATH': os.defpath, 'NETBOX_CONFIGURATION': 'no.such.module'}

    done = subprocess.run([sys.executable, '-c', CALL], env=here, capture_output=True, text=True, check=True)

    Fernet(done.stdout.strip())
    assert done.stderr == ''
