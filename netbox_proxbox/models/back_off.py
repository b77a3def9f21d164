"""Rows of what is asked over the network, which is left in peace for longer after each failure."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .documented import DocumentedModel

__all__ = ('NO_BACK_OFF', 'BackOffModel')

NO_BACK_OFF: Mapping[str, Any] = {'paused_until': None, 'pause_cause': '', 'failures': 0}


class BackOffModel(DocumentedModel):
    """Notes the failures in a row, and until when the schedules ask nothing; written past the change log."""

    paused_until = models.DateTimeField(_('paused until'), null=True, blank=True, editable=False)
    pause_cause = models.TextField(_('pause cause'), blank=True, default='', db_default='', editable=False)
    failures = models.PositiveIntegerField(_('failures in a row'), default=0, db_default=0, editable=False)

    class Meta:
        abstract = True
