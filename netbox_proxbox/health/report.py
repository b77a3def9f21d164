"""All findings, in the order in which a person looks for a cause."""

from django.utils.translation import gettext as _

from .backend_states import backends
from .deletions import deletions
from .demand import load
from .direct_readings import direct_readings
from .findings import Finding, Level, Section
from .last_syncs import events, last_syncs
from .message_services import broker, result_store, start_probes
from .outbox import outbox, watch
from .overdue_count import endpoints
from .processes import beats, workers
from .subscriptions import start_subscribing, subscriptions
from .top_level import top_level
from .unverified import verification
from .waiting import queues

__all__ = ('findings', 'sections')


def sections() -> list[Section]:
    """Look at everything. Takes a second at most for services that hang, besides constant queries."""
    start_probes()
    start_subscribing()
    return [
        Section(_('Endpoints'), endpoints(), 'endpoints'),
        Section(_('Last syncs'), [*last_syncs(), *events(), *outbox()], 'syncs'),
        Section(_('Deletions'), deletions(), 'deletions'),
        Section(_('Worker and beat'), [*_where_it_is_not_ours(), *workers(), *beats(), *watch()], 'processes'),
        Section(_('Backends and direct readings'), [*_whom_syncs_ask(), *load()], 'backends'),
        Section(_('TLS'), verification(), 'tls'),
        Section(_('Queues'), queues(), 'queues'),
        Section(_('Broker'), [*broker(), *result_store(), *subscriptions()], 'broker'),
    ]


def _whom_syncs_ask() -> list[Finding]:
    """Return how those are that syncs ask; nobody is missed while there is one kind of them."""
    found = [*backends(), *direct_readings()]
    cure = _('Add your Proxmox VE under Endpoints > Proxmox.')
    return found or [Finding(_('Endpoints'), Level.WARNING, _('Nothing is there to be read yet.'), cure)]


def _where_it_is_not_ours() -> list[Finding]:
    """Return what stands in the place of the worker's files; that they are ours goes without saying."""
    return [finding for finding in top_level() if finding.level is not Level.OK]


def findings() -> list[Finding]:
    """Return the findings of all sections."""
    return [finding for section in sections() for finding in section.findings]
