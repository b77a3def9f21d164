"""The pages that ask whether nodes whose deletion waits are to be deleted, or kept."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from netbox.views.generic.base import BaseObjectView
from utilities.views import register_model_view

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sync import decide
from netbox_proxbox.ui.missing import DELETE, KEEP, chosen_nodes, why

from .sync import SYNC_PERMISSION, page_of_endpoint, shown_run

__all__ = ('ConfirmDeletionsView', 'KeepNodesView')


class DecisionView(ABC, BaseObjectView):
    """Asks about the nodes that an address names, or all that wait, as far as the user may decide on them."""

    queryset = ProxmoxEndpoint.objects.all()
    template_name = 'netbox_proxbox/decide_nodes.html'
    action: ClassVar[str]

    def get_required_permission(self) -> str:
        """Return the permission to sync, without which nobody decides."""
        return SYNC_PERMISSION

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the question; lead back when there is none."""
        endpoint = self.get_object(pk=pk)
        chosen = chosen_nodes(endpoint, request.user, self.action, request.GET.getlist('pk'))
        if not chosen.nodes:
            return _nothing_waits(request, endpoint)
        context = {
            **self.words(len(chosen.nodes)),
            'endpoint': endpoint,
            'nodes': [(node, why(node, endpoint)) for node in chosen.nodes],
            'left_out': chosen.left_out,
            # What goes missing later is another question than this page asks.
            'shown': max(node.missing_since for node in chosen.nodes if node.missing_since).isoformat(),
            'return_url': page_of_endpoint(request.user, endpoint),
        }
        return render(request, self.template_name, context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide on the nodes that were shown, as far as they still wait since then."""
        endpoint = self.get_object(pk=pk)
        nodes = self._shown_before(request, endpoint)
        if not nodes:
            return _nothing_waits(request, endpoint)
        try:
            return self.decided(request, endpoint, nodes)
        except ProxmoxEndpoint.DoesNotExist:
            raise Http404(_('The endpoint was deleted meanwhile.')) from None
        except ValidationError:
            return _nothing_waits(request, endpoint)
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))
            return redirect(page_of_endpoint(request.user, endpoint))

    def _shown_before(self, request: HttpRequest, endpoint: ProxmoxEndpoint) -> list[int]:
        named, shown_at = request.POST.getlist('pk'), _time(request.POST.get('shown', ''))
        if not named or shown_at is None:
            return []
        waiting = chosen_nodes(endpoint, request.user, self.action, named).nodes
        return [node.pk for node in waiting if node.missing_since and node.missing_since <= shown_at]

    @abstractmethod
    def words(self, count: int) -> dict[str, Any]:
        """Return the words and the color of the question about so many nodes."""

    @abstractmethod
    def decided(self, request: HttpRequest, endpoint: ProxmoxEndpoint, nodes: list[int]) -> HttpResponse:
        """Carry it out and answer."""


@register_model_view(ProxmoxEndpoint, 'confirm_deletions', path='confirm-deletions')
class ConfirmDeletionsView(DecisionView):
    """Have the nodes deleted that a new reading still lacks."""

    action = DELETE

    def words(self, count: int) -> dict[str, Any]:
        """Return the question."""
        question = ngettext('Delete {count} missing node?', 'Delete {count} missing nodes?', count)
        return {
            'question': question.format(count=count),
            'effect': _(
                'A sync reads Proxmox VE again and deletes those of them that it still lacks, with their links, tags, '
                'custom fields and journal.'
            ),
            'button': _('Confirm deletion'),
            'color': 'danger',
        }

    def decided(self, request: HttpRequest, endpoint: ProxmoxEndpoint, nodes: list[int]) -> HttpResponse:
        """Confirm, and show the run that deletes."""
        run = decide.confirm(endpoint, nodes, request.user, trigger=SyncTriggerChoices.MANUAL)
        return shown_run(request, run)


@register_model_view(ProxmoxEndpoint, 'keep_nodes', path='keep-nodes')
class KeepNodesView(DecisionView):
    """Have the nodes kept until they are back, or somebody deletes them."""

    action = KEEP

    def words(self, count: int) -> dict[str, Any]:
        """Return the question."""
        question = ngettext('Keep {count} missing node?', 'Keep {count} missing nodes?', count)
        return {
            'question': question.format(count=count),
            'effect': _(
                'They stay as offline, with their links, until they are back; no sync deletes them, but you can, on '
                'their pages.'
            ),
            'button': _('Keep'),
            'color': 'primary',
        }

    def decided(self, request: HttpRequest, endpoint: ProxmoxEndpoint, nodes: list[int]) -> HttpResponse:
        """Keep them, and lead back."""
        kept = decide.keep(endpoint, nodes, request.user)
        words = ngettext('{count} node is kept.', '{count} nodes are kept.', len(kept))
        messages.success(request, words.format(count=len(kept)))
        return redirect(page_of_endpoint(request.user, endpoint))


def _time(text: str) -> datetime | None:
    """Return a time that a page of ours wrote, None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _nothing_waits(request: HttpRequest, endpoint: ProxmoxEndpoint) -> HttpResponse:
    messages.info(request, _('No node of {endpoint} waits for your decision any more.').format(endpoint=endpoint))
    return redirect(page_of_endpoint(request.user, endpoint))
