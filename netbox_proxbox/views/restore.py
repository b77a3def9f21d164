"""The page that asks which of the rows that a run deleted are to come back, and which of its links are to go."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from netbox.views.generic.base import BaseObjectView
from utilities.views import register_model_view

from netbox_proxbox.errors import several
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.restore.links import links_made_by
from netbox_proxbox.restore.offers import offers
from netbox_proxbox.restore.restore import Outcome, restore
from netbox_proxbox.ui.keys import keys_of
from netbox_proxbox.ui.restore import BOXES, UNLINK_BOXES, link_lines, restore_lines

__all__ = ('SyncRunRestoreView',)


@register_model_view(SyncRun, 'restore')
class SyncRunRestoreView(BaseObjectView):
    """Shows what comes back and what does not, to whoever may see the run; each row asks for its own permissions."""

    queryset = SyncRun.objects.defer('readings').select_related('endpoint')
    template_name = 'netbox_proxbox/restore.html'

    def get_required_permission(self) -> str:
        """Return the permission to view the run."""
        return 'netbox_proxbox.view_syncrun'

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the deletions and links; lead back when there are none."""
        run = self.get_object(pk=pk)
        found, linked = offers(run, request.user), links_made_by(run, request.user)
        if not found and not linked:
            messages.info(request, _('{run} has done nothing that could be undone.').format(run=run))
            return redirect(run.get_absolute_url())
        lines = restore_lines(found, request.user)
        context = {
            'run': run,
            'lines': lines,
            'links': link_lines(linked, request.user),
            'count': len(found),
            'forgotten': len(found) - len(lines),
            'can_restore': any(not line.refusal for line in lines),
            'brings_cluster': any(line.box == 'clusters' and not line.refusal for line in lines),
        }
        return render(request, self.template_name, context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Restore and unlink what is ticked."""
        run = self.get_object(pk=pk)
        chosen = {model: keys_of(request.POST.getlist(box)) for box, model in BOXES.items()}
        to_unlink = {model: keys_of(request.POST.getlist(box)) for box, model in UNLINK_BOXES.items()}
        if not any((*chosen.values(), *to_unlink.values())):
            messages.warning(request, _('Tick what is to be undone.'))
            return redirect(request.path)
        try:
            outcome = restore(run, chosen, request.user, to_unlink)
        except ProxmoxEndpoint.DoesNotExist:
            raise Http404(_('The endpoint was deleted meanwhile.')) from None
        except (ValidationError, PermissionDenied) as refusal:
            messages.error(request, ' '.join(getattr(refusal, 'messages', map(str, refusal.args))))
            return redirect(request.path)
        _tell(request, outcome)
        return redirect(_page_for(request.user, run, outcome))


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.unlinked:
        words = _('{names} lost the link of this run. No rule links it again.')
        messages.success(request, words.format(names=several(outcome.unlinked)))
    if names := [str(each.row) for each in outcome.restored]:
        words = ngettext('Restored: {names}.', 'Restored {count} rows: {names}.', len(names))
        messages.success(request, words.format(count=len(names), names=several(names)))
    if names := [str(each.row) for each in outcome.moved]:
        words = _('{names} got what the deleted row of that name had.')
        messages.success(request, words.format(names=several(names)))
    for each in outcome.left_out:
        messages.warning(request, _('{name} is not restored. {why}').format(name=each.name, why=each.why))


def _page_for(user: Any, run: SyncRun, outcome: Outcome) -> str:
    """Return the page of the only row that came back, if the user may see it, or else that of the run."""
    rows = [each.row for each in (*outcome.restored, *outcome.moved)]
    if len(rows) == 1 and type(rows[0]).objects.restrict(user, 'view').filter(pk=rows[0].pk).exists():
        return str(rows[0].get_absolute_url())
    return run.get_absolute_url()
