"""Words with a fixed set of values in GraphQL."""

import strawberry

from netbox_proxbox.choices import ModeChoices, SyncStatusChoices, SyncTriggerChoices

__all__ = ('ProxmoxModeEnum', 'SyncStatusEnum', 'SyncTriggerEnum')

ProxmoxModeEnum = strawberry.enum(ModeChoices.as_enum(), name='ProxmoxModeEnum')
SyncStatusEnum = strawberry.enum(SyncStatusChoices.as_enum(), name='ProxboxSyncStatusEnum')
SyncTriggerEnum = strawberry.enum(SyncTriggerChoices.as_enum(), name='ProxboxSyncTriggerEnum')
