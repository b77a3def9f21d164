"""System checks: what an administrator should hear about before anything goes on."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from .configuration import NEW_KEY_COMMAND, current_settings, top_level
from .database.namesake import CURE, what_is_left

__all__ = ('database_is_ours', 'encryption_key_is_set', 'worker_is_ours')


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


@register()
def worker_is_ours(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when another package took the place of what the worker is made of."""
    return [Warning(told, hint=top_level.cure(), id='netbox_proxbox.W002') for told in top_level.strangers()]


@register(Tags.database)
def database_is_ours(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database that knows another plugin of this name: `migrate` asks before it changes anything."""
    found = [what_is_left(database) for database in databases or ()]
    return [Error(left, hint=CURE, id='netbox_proxbox.E001') for left in found if left]
