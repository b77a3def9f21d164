"""Words, labels and colors of everything that has a fixed set of values."""

from django.utils.translation import gettext_lazy as _
from utilities.choices import Choice, ChoiceSet

__all__ = (
    'AbsenceChoices',
    'HeartbeatKindChoices',
    'MissingChoices',
    'ModeChoices',
    'SupportLevelChoices',
    'SyncEventsChoices',
    'SyncStatusChoices',
    'SyncTriggerChoices',
)


class ModeChoices(ChoiceSet):
    """How a Proxmox VE installation runs. Colors as the specification's "Mode Badges" has them."""

    UNDEFINED = 'undefined'
    STANDALONE = 'standalone'
    CLUSTER = 'cluster'

    CHOICES = (
        Choice(UNDEFINED, _('Undefined'), color='gray', description=_('Sync has not run yet')),
        Choice(STANDALONE, _('Standalone'), color='blue', description=_('Single-node installation')),
        Choice(CLUSTER, _('Cluster'), color='green', description=_('Multi-node Proxmox cluster')),
    )


class SupportLevelChoices(ChoiceSet):
    """The letters that Proxmox VE has for a node's subscription. Syncs take others, too."""

    NONE = ''
    COMMUNITY = 'c'
    BASIC = 'b'
    STANDARD = 's'
    PREMIUM = 'p'

    CHOICES = (
        Choice(NONE, _('No subscription')),
        Choice(COMMUNITY, _('Community')),
        Choice(BASIC, _('Basic')),
        Choice(STANDARD, _('Standard')),
        Choice(PREMIUM, _('Premium')),
    )


class AbsenceChoices(ChoiceSet):
    """What becomes of a node that a complete reading lacks."""

    DELETE = 'delete'
    KEEP = 'keep'

    CHOICES = (Choice(DELETE, _('Delete at once')), Choice(KEEP, _('Keep for some readings')))


class MissingChoices(ChoiceSet):
    """Why a node is still there that the last complete reading lacked. HELD ones wait for a person's decision."""

    RULE = 'rule'
    TAG = 'tag'
    KEPT = 'kept'
    LIMIT = 'limit'
    ALL_NODES = 'all-nodes'

    CHOICES = (
        Choice(RULE, _('Kept for some readings'), color='gray', description=_('As the endpoint says')),
        Choice(TAG, _('Protected by a tag'), color='gray', description=_('Never deleted by a sync')),
        Choice(KEPT, _('Kept by a person'), color='gray', description=_('Until it is back, or somebody deletes it')),
        Choice(LIMIT, _('Held: too many at once'), color='orange', description=_('More than the deletion limit')),
        Choice(ALL_NODES, _('Held: all nodes at once'), color='orange', description=_('No known node was left')),
    )

    HELD = (LIMIT, ALL_NODES)


class SyncStatusChoices(ChoiceSet):
    """The life of a run: queued, running, and one of six ends."""

    QUEUED = 'queued'
    RUNNING = 'running'
    SUCCEEDED = 'succeeded'
    DEGRADED = 'degraded'
    HELD = 'held'
    FAILED = 'failed'
    LOST = 'lost'
    SKIPPED = 'skipped'

    CHOICES = (
        Choice(QUEUED, _('Queued'), color='cyan', description=_('Waits for room, or for the end of a back-off')),
        Choice(RUNNING, _('Running'), color='blue', description=_('Published to the worker')),
        Choice(SUCCEEDED, _('Succeeded'), color='green', description=_('NetBox holds what Proxmox reported')),
        Choice(
            DEGRADED,
            _('Degraded'),
            color='orange',
            description=_('Topology is current; metrics or events are not'),
        ),
        Choice(HELD, _('Held'), color='orange', description=_('Deletions wait for a decision')),
        Choice(FAILED, _('Failed'), color='red', description=_('Did not come to its end; the run says why')),
        Choice(LOST, _('Lost'), color='red', description=_('The worker or its message vanished')),
        Choice(SKIPPED, _('Skipped'), color='gray', description=_('Another run was active')),
    )

    ACTIVE = (QUEUED, RUNNING)


class SyncTriggerChoices(ChoiceSet):
    """What asked for a run."""

    SCHEDULE = 'schedule'
    MANUAL = 'manual'
    API = 'api'
    COMMAND = 'command'
    PYTHON = 'python'

    CHOICES = (
        Choice(SCHEDULE, _('Schedule'), color='gray'),
        Choice(MANUAL, _('Sync now'), color='blue'),
        Choice(API, _('REST API'), color='purple'),
        Choice(COMMAND, _('Command'), color='teal'),
        Choice(PYTHON, _('Python'), color='yellow'),
    )


class SyncEventsChoices(ChoiceSet):
    """What became of the events of a run, if not all of them were told."""

    PENDING = 'pending'
    LOST = 'lost'

    CHOICES = (Choice(PENDING, _('Pending'), color='cyan'), Choice(LOST, _('Lost'), color='orange'))


class HeartbeatKindChoices(ChoiceSet):
    """The processes that are heard of."""

    WORKER = 'worker'
    BEAT = 'beat'

    CHOICES = (Choice(WORKER, _('Worker'), color='blue'), Choice(BEAT, _('Beat'), color='purple'))
