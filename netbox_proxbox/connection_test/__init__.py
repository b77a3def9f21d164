"""Tests of a connection, stored or still in a form: what works, what does not, and what to do about it."""

from .backend import check_backend, check_unsaved_backend
from .endpoint import check_endpoint, check_unsaved_endpoint

__all__ = ('check_backend', 'check_endpoint', 'check_unsaved_backend', 'check_unsaved_endpoint')
