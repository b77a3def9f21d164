"""Words, labels and colors of everything that has a fixed set of values."""

from django.utils.translation import gettext_lazy as _
from utilities.choices import Choice, ChoiceSet

__all__ = (
    'AbsenceChoices',
    'HeartbeatKindChoices',
    'LinkOriginChoices',
    'LinkingChoices',
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


class LinkingChoices(ChoiceSet):
    """What syncs link by themselves."""

    OFF = 'off'
    BY_RULE = 'by-rule'
    CREATE = 'create'

    CHOICES = (
        Choice(OFF, _('Off'), color='gray', description=_('People link')),
        Choice(BY_RULE, _('By rule'), color='green', description=_('What is beyond doubt')),
        Choice(
            CREATE, _('By rule, and create what is missing'), color='purple', description=_('Once, then it is yours')
        ),
    )


class LinkOriginChoices(ChoiceSet):
    """Where the link of a row is from; those of BY_RULE have the name of their rule."""

    NAME = 'rule:name'
    SHORT_NAME = 'rule:short-name'
    ADDRESS = 'rule:address'
    CREATED = 'created'
    PERSON = 'person'
    REMOVED = 'removed'

    CHOICES = (
        Choice(NAME, _('By rule: exact name'), color='green'),
        Choice(SHORT_NAME, _('By rule: name without domain'), color='green'),
        Choice(ADDRESS, _('By rule: IP address'), color='green'),
        Choice(CREATED, _('Created by a sync'), color='purple', description=_('It is yours since')),
        Choice(PERSON, _('By a person'), color='blue', description=_('No rule touches it')),
        Choice(REMOVED, _('Removed by a person'), color='gray', description=_('No rule links it again')),
    )

    BY_RULE = (NAME, SHORT_NAME, ADDRESS)


class HeldReadingChoices(ChoiceSet):
    """Why a whole reading waits for a person's decision."""

    TURNED_STANDALONE = 'turned-standalone'
    NOTHING_IN_COMMON = 'nothing-in-common'
    OLDER_CONFIGURATION = 'older-configuration'

    CHOICES = (
        Choice(TURNED_STANDALONE, _('Turned standalone'), color='orange'),
        Choice(NOTHING_IN_COMMON, _('No node in common'), color='orange'),
        Choice(OLDER_CONFIGURATION, _('Older configuration'), color='orange'),
    )


class ReadingDecisionChoices(ChoiceSet):
    """What a person says of a reading that is held."""

    BELIEVE = 'believe'
    RENAME = 'rename'

    CHOICES = (
        Choice(BELIEVE, _('Believe it'), description=_('What it lacks is deleted')),
        Choice(RENAME, _('It is a rename'), description=_('Rows keep their links under the new names')),
    )


class SyncStatusChoices(ChoiceSet):
    """The life of a run: queued, running, and one of seven ends."""

    QUEUED = 'queued'
    RUNNING = 'running'
    SUCCEEDED = 'succeeded'
    DEGRADED = 'degraded'
    HELD = 'held'
    FAILED = 'failed'
    LOST = 'lost'
    SKIPPED = 'skipped'
    REFUSED = 'refused'

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
        Choice(HELD, _('Held'), color='orange', description=_('Something waits for a decision')),
        Choice(FAILED, _('Failed'), color='red', description=_('Did not come to its end; the run says why')),
        Choice(LOST, _('Lost'), color='red', description=_('The worker or its message vanished')),
        Choice(SKIPPED, _('Skipped'), color='gray', description=_('Another run was active')),
        Choice(REFUSED, _('Refused'), color='orange', description=_('It would have changed what its preview lacked')),
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
    WATCH = 'watch'

    CHOICES = (
        Choice(WORKER, _('Worker'), color='blue'),
        Choice(BEAT, _('Beat'), color='purple'),
        Choice(WATCH, _('Watch'), color='teal', description=_('The system job of NetBox that misses the others')),
    )
