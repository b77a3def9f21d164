"""The page of the error codes: cause and cure of each, as the errors say them."""

from collections.abc import Iterator

from netbox_proxbox import errors as tree
from netbox_proxbox.errors import ProxboxError

from .markdown import plain

__all__ = ('error_codes',)

INTRO = """# Error codes

What runs, tests of a connection, commands and the REST API say when something goes wrong. What stands here in *italics*
is filled in. [Troubleshooting](../troubleshooting.md) has more words, and what to do without a code.
"""


def error_codes() -> str:
    """Return the page, in the order of the tree."""
    return '\n'.join([INTRO, *(_section(error) for error in _with_a_code(ProxboxError))])


def _with_a_code(base: type[ProxboxError]) -> Iterator[type[ProxboxError]]:
    """Yield the errors that people meet: those with a code of their own."""
    for error in base.__subclasses__():
        if 'code' in vars(error) and error.__module__.startswith(tree.__name__):
            yield error
        yield from _with_a_code(error)


def _section(error: type[ProxboxError]) -> str:
    paragraphs = (f'## {error.code}', plain(error.cause_text), plain(error.cure_text), _what_follows(error))
    return '\n\n'.join(filter(None, paragraphs)) + '\n'


def _what_follows(error: type[ProxboxError]) -> str:
    tried = 'Tried again by itself.' if error.transient else ''
    paused = 'Pauses the backend.' if error.pauses_backend else ''
    ends = f'Ends a run as {error.run_status}.' if error.run_status != ProxboxError.run_status else ''
    return ' '.join(filter(None, (tried, paused, ends)))
