"""Words with a fixed set of values in GraphQL."""

import strawberry

from netbox_proxbox.choices import AbsenceChoices, MissingChoices, ModeChoices, SyncStatusChoices, SyncTriggerChoices

__all__ = ('AbsenceEnum', 'MissingEnum', 'ProxmoxModeEnum', 'SyncStatusEnum', 'SyncTriggerEnum')

AbsenceEnum = strawberry.enum(AbsenceChoices.as_enum(), name='ProxboxAbsenceEnum')
MissingEnum = strawberry.enum(MissingChoices.as_enum(), name='ProxboxMissingEnum')
ProxmoxModeEnum = strawberry.enum(ModeChoices.as_enum(), name='ProxmoxModeEnum')
SyncStatusEnum = strawberry.enum(SyncStatusChoices.as_enum(), name='ProxboxSyncStatusEnum')
SyncTriggerEnum = strawberry.enum(SyncTriggerChoices.as_enum(), name='ProxboxSyncTriggerEnum')
