"""System checks: what an administrator should hear about at start-up, without NetBox refusing to start."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from .configuration import NEW_KEY_COMMAND, current_settings

__all__ = ('encryption_key_is_set',)


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
