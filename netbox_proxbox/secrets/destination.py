"""A secret goes only where it was entered for.

Otherwise whoever may change an address, or who is trusted there, but does not know the secret, could have the stored
one sent to a host of their own. Forms, imports, bulk edits and the REST API hold to it; a program that calls `save()`
does as it likes.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import SecretField

__all__ = ('ANOTHER_ADDRESS', 'WHOEVER_ANSWERS', 'refuse_to_lead_secrets_elsewhere', 'service_of')

STANDARD_PORTS = {'http': 80, 'https': 443}
ASK = _('Enter the %(secret)s again: %(why)s.')
ASK_OR_REMOVE = _('Enter the %(secret)s again, or remove it: %(why)s.')
ANOTHER_ADDRESS = _('the address was changed, and the stored one would be sent there')
WHOEVER_ANSWERS = _('certificates are not verified, and the stored one would be sent to whoever answers')


def refuse_to_lead_secrets_elsewhere[M: models.Model](instance: M, others: Callable[[M, M], Any]) -> None:
    """Raise a ValidationError for each stored secret that an edit keeps and would have sent to somebody else.

    `others` tells of the row as it is stored and as it is edited who that is, in words; nothing means nobody.
    """
    kept = _kept_secrets(instance)
    stored = type(instance)._default_manager.filter(pk=instance.pk).first() if kept else None
    if stored is not None and (why := others(stored, instance)):
        raise ValidationError({field.name: _question(field, why) for field in kept})


def _kept_secrets(instance: models.Model) -> list[SecretField]:
    fields = [field for field in instance._meta.concrete_fields if isinstance(field, SecretField)]
    secrets = [(field, field.value_from_object(instance)) for field in fields]
    return [field for field, secret in secrets if secret and not secret.is_new]


def _question(field: SecretField, why: Any) -> ValidationError:
    return ValidationError(ASK_OR_REMOVE if field.blank else ASK, params={'secret': field.verbose_name, 'why': why})


def service_of(url: str) -> tuple[str, str | None, int | None] | str:
    """Return what answers at a URL, whatever the spelling and the path; a URL that is none is returned as it is."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme, parts.hostname, parts.port or STANDARD_PORTS.get(parts.scheme)
    except ValueError:
        return url
