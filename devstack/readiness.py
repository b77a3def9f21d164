"""How a service tells that it is ready."""

import re

import requests

from devstack.process import Process

__all__ = ['answers', 'log_shows']


def answers(url: str) -> bool:
    """Tell whether `url` answers 200."""
    try:
        return requests.get(url, timeout=10, allow_redirects=False).status_code == requests.codes.ok
    except requests.RequestException:
        return False


def log_shows(process: Process, pattern: str) -> bool:
    """Tell whether the process has logged something that matches `pattern`."""
    return re.search(pattern, process.log.read_text(errors='replace')) is not None
