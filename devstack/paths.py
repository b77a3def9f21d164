"""Where devstack keeps what it makes."""

import os
import shutil
import tempfile
import time
from pathlib import Path

__all__ = ['ROOT', 'STATE', 'cache_folder', 'new_log_folder', 'new_run_folder']

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / '.devstack'
_LOGS = STATE / 'logs'
_LOG_FOLDERS_KEPT = 20


def cache_folder() -> Path:
    """Return the folder for what every checkout of this user can share, or this checkout's own without a home."""
    base = os.environ.get('XDG_CACHE_HOME')
    if not base and os.environ.get('HOME'):
        base = os.path.join(os.environ['HOME'], '.cache')
    folder = Path(base) / 'netbox-proxbox' if base else STATE / 'cache'
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = STATE / 'cache'
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def new_log_folder(kind: str) -> Path:
    """Make a folder for the logs of one run, and remove those of the oldest runs."""
    _LOGS.mkdir(parents=True, exist_ok=True)
    for old in sorted(_LOGS.iterdir(), key=_changed_at)[: 1 - _LOG_FOLDERS_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f'{kind}-{time.strftime("%m%d-%H%M%S")}-', dir=_LOGS))


def _changed_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        # Another process removes the same ones.
        return 0.0


def new_run_folder() -> Path:
    """Make the folder of one run: data that ends with it, reachable by the account that runs PostgreSQL.

    A checkout may lie where no other user may go, under /root for example, so this is a temporary folder.
    """
    folder = Path(tempfile.mkdtemp(prefix='proxbox-', dir=_open_temporary_folder()))
    folder.chmod(0o711)
    return folder


def _open_temporary_folder() -> str:
    candidates = (tempfile.gettempdir(), '/tmp', '/var/tmp')  # noqa: S108 - mkdtemp makes a name of its own in it
    return next((folder for folder in candidates if _reachable_by_all(Path(folder))), candidates[0])


def _reachable_by_all(folder: Path) -> bool:
    return all(part.is_dir() and part.stat().st_mode & 0o001 for part in (folder, *folder.parents))
