"""The model field that keeps a secret."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import signals
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _
from netbox.constants import CENSOR_TOKEN, CENSOR_TOKEN_CHANGED

from netbox_proxbox.configuration import NEW_KEY_COMMAND

from .encryption import Secret, is_key_set

__all__ = ('SecretField',)

MASKED = _('This is only the mask that the change log and exports have of a secret. Enter the secret itself.')


class SecretAttribute(DeferredAttribute):
    """Turns whatever is assigned into a Secret, so that no model instance carries plain text in sight."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = Secret.of(value)


class SecretField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted in the database and masked in the change log, exports and templates.

    Not editable, so that no form, serializer or GraphQL type picks it up without being told to.
    """

    descriptor_class = SecretAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{'default': '', 'editable': False, **kwargs})

    def from_db_value(self, value: str, expression: Any, connection: Any) -> Secret:
        """Wrap the ciphertext; it is decrypted only when someone asks."""
        return Secret(ciphertext=value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Return a lookup that tells whether there is a secret. Others would let the ciphertext be guessed."""
        return super().get_lookup(lookup_name) if lookup_name in ('exact', 'isnull') else None

    def to_python(self, value: Any) -> Secret:
        """Accept plain text or a Secret."""
        return Secret.of(value)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Look at what is saved in whatever way, also past `save()`, as `loaddata` does."""
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            signals.pre_save.connect(self._keep_what_is_masked, sender=cls)

    def get_prep_value(self, value: Any) -> str:
        """Return what is stored. Raises ValidationError for a mask, SecretKeyMissing when there is no key."""
        secret = Secret.of(value)
        if secret.is_mask:
            raise ValidationError(MASKED, code='mask')
        return secret.ciphertext()

    def _keep_what_is_masked(self, instance: models.Model, using: str, **kwargs: Any) -> None:
        """Put what the database has in the place of a mask: whoever replays a change log or a dump has nothing else."""
        if Secret.of(instance.__dict__.get(self.attname)).is_mask:
            stored = type(instance)._default_manager.using(using).filter(pk=instance.pk)
            setattr(instance, self.attname, stored.values_list(self.attname, flat=True).first() or '')

    def clean(self, value: Any, model_instance: models.Model | None) -> Secret:
        """Refuse a mask, none where there must be one, and a new one when there is no key: say what to do."""
        secret = Secret.of(value)
        if not secret and not self.blank:
            raise ValidationError(self.error_messages['blank'], code='blank')
        if secret.is_mask:
            raise ValidationError(MASKED, code='mask')
        if secret and secret.is_new and not is_key_set():
            raise ValidationError(
                _("No encryption key is set, so no secret can be saved. Run '%(command)s' and add the key."),
                code='no-encryption-key',
                params={'command': NEW_KEY_COMMAND},
            )
        return secret

    def value_to_string(self, obj: models.Model) -> str:
        """Return what the change log may know: that there is a secret, and whether this save changed it."""
        secret = Secret.of(self.value_from_object(obj))
        if not secret:
            return ''
        return CENSOR_TOKEN_CHANGED if secret.is_new else CENSOR_TOKEN
