"""Words with a fixed set of values in GraphQL."""

import strawberry

from netbox_proxbox.choices import (
    AbsenceChoices,
    HeldReadingChoices,
    LinkingChoices,
    LinkOriginChoices,
    MissingChoices,
    ModeChoices,
    SyncStatusChoices,
    SyncTriggerChoices,
)

__all__ = (
    'AbsenceEnum',
    'HeldReadingEnum',
    'LinkOriginEnum',
    'LinkingEnum',
    'MissingEnum',
    'ProxmoxModeEnum',
    'SyncStatusEnum',
    'SyncTriggerEnum',
)

AbsenceEnum = strawberry.enum(AbsenceChoices.as_enum(), name='ProxboxAbsenceEnum')
HeldReadingEnum = strawberry.enum(HeldReadingChoices.as_enum(), name='ProxboxHeldReadingEnum')
LinkingEnum = strawberry.enum(LinkingChoices.as_enum(), name='ProxboxLinkingEnum')
LinkOriginEnum = strawberry.enum(LinkOriginChoices.as_enum(), name='ProxboxLinkOriginEnum')
MissingEnum = strawberry.enum(MissingChoices.as_enum(), name='ProxboxMissingEnum')
ProxmoxModeEnum = strawberry.enum(ModeChoices.as_enum(), name='ProxmoxModeEnum')
SyncStatusEnum = strawberry.enum(SyncStatusChoices.as_enum(), name='ProxboxSyncStatusEnum')
SyncTriggerEnum = strawberry.enum(SyncTriggerChoices.as_enum(), name='ProxboxSyncTriggerEnum')
