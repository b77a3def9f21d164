"""The pages that ask whether a reading that is held is to be believed, or is one of renamed nodes."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from netbox.views.generic.base import BaseObjectView
from utilities.views import register_model_view

from netbox_proxbox.choices import HeldReadingChoices, ReadingDecisionChoices, SyncTriggerChoices
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sync.consequences import Consequences, consequences
from netbox_proxbox.sync.decide_reading import believe, rename, why_not
from netbox_proxbox.ui.held_reading import visible_rows, what_was_read

from .sync import SYNC_PERMISSION, page_of_endpoint, shown_run

__all__ = ('BelieveReadingView', 'RenameNodesView')


class ReadingDecisionView(ABC, BaseObjectView):
    """Asks about the reading that is held, and says what becomes of the rows."""

    queryset = ProxmoxEndpoint.objects.all()
    template_name = 'netbox_proxbox/decide_reading.html'
    decision: ClassVar[str]

    def get_required_permission(self) -> str:
        """Return the permission to sync, without which nobody decides."""
        return SYNC_PERMISSION

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the question; lead back when there is none, or none for this user."""
        endpoint = self.get_object(pk=pk)
        if refusal := why_not(endpoint, request.user, self.decision):
            return _refused(request, endpoint, refusal)
        found = consequences(endpoint, self.decision)
        rows = visible_rows(request.user, found)
        context = {
            **self.words(endpoint),
            **{'endpoint': endpoint, 'what': what_was_read(endpoint), 'created': found.created},
            'rows': [self.row_in_words(row, found) for row in rows],
            'hidden': len(found.rows) - len(rows),
            'shown': found.digest(endpoint),
            'return_url': page_of_endpoint(request.user, endpoint),
        }
        return render(request, self.template_name, context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide on what was shown, if it is still so, and show the run that carries it out."""
        endpoint = self.get_object(pk=pk)
        try:
            return shown_run(request, self.decided(endpoint, request.user, request.POST.get('shown', '')))
        except ProxmoxEndpoint.DoesNotExist:
            raise Http404(_('The endpoint was deleted meanwhile.')) from None
        except ValidationError as refusal:
            return _refused(request, endpoint, ' '.join(refusal.messages))
        except PermissionDenied as refusal:
            return _refused(request, endpoint, str(refusal))

    @abstractmethod
    def words(self, endpoint: ProxmoxEndpoint) -> dict[str, Any]:
        """Return the words and the color of the question."""

    @abstractmethod
    def row_in_words(self, row: Any, found: Consequences) -> str:
        """Return what becomes of a row."""

    @abstractmethod
    def decided(self, endpoint: ProxmoxEndpoint, user: Any, shown: str) -> SyncRun:
        """Decide, and return the run."""


@register_model_view(ProxmoxEndpoint, 'believe_reading', path='believe-reading')
class BelieveReadingView(ReadingDecisionView):
    """Have what was read written, if a new reading says the same."""

    decision = ReadingDecisionChoices.BELIEVE

    def words(self, endpoint: ProxmoxEndpoint) -> dict[str, Any]:
        """Return the question."""
        effect = _(
            'A sync reads Proxmox VE again and, if the answer is the same, writes it. What it lacks is deleted, with '
            'links, tags, custom fields and journal.'
        )
        if endpoint.held_because == HeldReadingChoices.OLDER_CONFIGURATION:
            effect = _(
                'A sync reads Proxmox VE again and, if the answer is the same, writes it. Nodes that it lacks are '
                'treated as the endpoint says.'
            )
        return {
            **{'question': _('Believe what was read?'), 'effect': effect, 'rows_label': _('Deleted')},
            **{'button': _('Believe it'), 'color': 'danger'},
        }

    def row_in_words(self, row: Any, found: Consequences) -> str:
        """Return its kind and its name."""
        kind = _('node') if isinstance(row, ProxmoxNode) else _('cluster')
        return f'{kind} {row}'

    def decided(self, endpoint: ProxmoxEndpoint, user: Any, shown: str) -> SyncRun:
        """Believe it."""
        return believe(endpoint, user, trigger=SyncTriggerChoices.MANUAL, shown=shown)


@register_model_view(ProxmoxEndpoint, 'rename_nodes', path='rename-nodes')
class RenameNodesView(ReadingDecisionView):
    """Have the known nodes renamed, if a new reading says the same."""

    decision = ReadingDecisionChoices.RENAME

    def words(self, endpoint: ProxmoxEndpoint) -> dict[str, Any]:
        """Return the question."""
        effect = _(
            'A sync reads Proxmox VE again and, if the answer is the same, gives the known nodes their new names. They '
            'keep their links, tags, custom fields and journal.'
        )
        return {
            **{'question': _('Were these nodes renamed?'), 'effect': effect, 'rows_label': _('Renamed')},
            **{'button': _('It is a rename'), 'color': 'primary'},
        }

    def row_in_words(self, row: Any, found: Consequences) -> str:
        """Return its old and its new name."""
        return f'{row} → {dict(found.renamed)[row]}'

    def decided(self, endpoint: ProxmoxEndpoint, user: Any, shown: str) -> SyncRun:
        """Rename them."""
        return rename(endpoint, user, trigger=SyncTriggerChoices.MANUAL, shown=shown)


def _refused(request: HttpRequest, endpoint: ProxmoxEndpoint, refusal: str) -> HttpResponse:
    messages.error(request, refusal)
    return redirect(page_of_endpoint(request.user, endpoint))
