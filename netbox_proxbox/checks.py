"""System checks: what an administrator should hear about before anything goes on."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from .configuration import NEW_KEY_COMMAND, current_settings
from .database.namesake import CURE, what_is_left

__all__ = ('database_is_ours', 'encryption_key_is_set')


@register()
def encryption_key_is_set(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when no secret could be saved."""
    if current_settings()['encryption_keys']:
        return []
    return [
        Warning(
            'netbox_proxbox has no encryption key, so API keys, passwords and tokens cannot be saved.',
            hint=f"Run '{NEW_KEY_COMMAND}' and put the key into PLUGINS_CONFIG['netbox_proxbox']['encryption_keys'].",
            id='netbox_proxbox.W001',
        )
    ]


@register(Tags.database)
def database_is_ours(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database that knows another plugin of this name: `migrate` asks before it changes anything."""
    found = [what_is_left(database) for database in databases or ()]
    return [Error(left, hint=CURE, id='netbox_proxbox.E001') for left in found if left]
