"""NetBox's pages come with their style sheets and scripts."""

from collections.abc import Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest


def get(path: str) -> tuple[str, bytes]:
    """The status and the content of `path`; imported late, since it loads all of NetBox's addresses."""
    from devstack.wsgi import application

    environ: dict[str, Any] = {'PATH_INFO': path}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    body: Iterable[bytes] = application(environ, lambda status, headers: statuses.append(status))
    return statuses[0], b''.join(body)


@pytest.mark.integration
@pytest.mark.parametrize('path', ['/static/netbox.css', '/static/netbox.js', '/static/rest_framework/css/default.css'])
def test_static_files_are_served(path: str) -> None:
    status, content = get(path)
    assert status == '200 OK'
    assert content
