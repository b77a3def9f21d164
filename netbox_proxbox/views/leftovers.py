"""Pages that tell which records are left in proxbox-api; those of a deletion offer to have them removed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from netbox.views import generic
from utilities.forms import BulkDeleteForm, DeleteForm
from utilities.htmx import htmx_partial

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.reading.leftovers import Leftover, given_up, leftover_of, leftovers_of, request_removal
from netbox_proxbox.ui.keys import keys_of

__all__ = ('EndpointBulkDeletion', 'EndpointDeletion', 'ImportTellsOfOldBackends', 'TellsOfOldBackends')

OFFER = 'remove_records'
# The form of the offer stands beside NetBox's own.
IDS = 'removal_%s'


class EndpointDeletion(generic.ObjectDeleteView):
    """Deletes one endpoint and, if that was asked for, its record."""

    template_name = 'netbox_proxbox/endpoint_delete.html'

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask on a page of its own: NetBox's small window has no place for the offer."""
        if htmx_partial(request) and leftover_of(self.get_object(**kwargs)):
            return HttpResponse(headers={'HX-Redirect': request.get_full_path()})
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete."""
        found = leftovers_of(self.queryset.filter(pk=kwargs['pk'])) if OFFER in request.POST else {}
        response = super().post(request, *args, **kwargs)
        request_removal(given_up(found), request.user)
        return response

    def get_extra_context(self, request: HttpRequest, instance: Any) -> dict[str, Any]:
        """Add the record."""
        leftover = leftover_of(instance)
        return {
            'leftovers': _shown([leftover] if leftover else [], request.user),
            'removal_form': DeleteForm(instance=instance, initial=request.GET, auto_id=IDS),
        }


class EndpointBulkDeletion(generic.BulkDeleteView):
    """Deletes many endpoints and, if that was asked for, their records."""

    template_name = 'netbox_proxbox/endpoint_bulk_delete.html'

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Delete, or ask first."""
        self._left = leftovers_of(_chosen(self, request))
        response = super().post(request, **kwargs)
        if OFFER in request.POST:
            request_removal(given_up(self._left), request.user)
        return response

    def get_extra_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the records."""
        asked = {'pk': _chosen(self, request).values_list('pk', flat=True), 'return_url': self.get_return_url(request)}
        return {
            'leftovers': _shown(self._left.values(), request.user),
            'removal_form': BulkDeleteForm(ProxmoxEndpoint, initial=asked, auto_id=IDS),
        }


class TellsOfOldBackends(View):
    """An edit of one endpoint, after which a backend may hold the login of an endpoint that has left it."""

    queryset: QuerySet[ProxmoxEndpoint]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, and name the record that is left."""
        found = leftovers_of(self.queryset.filter(pk=kwargs['pk'])) if kwargs else {}
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        _tell(request, given_up(found))
        return response


class ImportTellsOfOldBackends(generic.BulkImportView):
    """An import that may do the same to many endpoints."""

    def create_and_update_objects(self, form: Any, request: HttpRequest) -> Any:
        """Save, and name the records that are left."""
        ids = keys_of(str(record.get('id')) for record in form.cleaned_data['data'])
        found = leftovers_of(ProxmoxEndpoint.objects.filter(pk__in=ids))
        saved = super().create_and_update_objects(form, request)
        _tell(request, given_up(found))
        return saved


def _tell(request: HttpRequest, left: Sequence[Leftover]) -> None:
    if not left:
        return
    words = ngettext(
        '{records}, with the login: it stays there. Remove it there if no other NetBox uses it.',
        '{records}, with the logins: they stay there. Remove them there if no other NetBox uses them.',
        len(left),
    )
    shown = [
        _('{record} in {backend}').format(record=leftover, backend=backend or _('the old backend'))
        for leftover, backend in _shown(left, request.user)
    ]
    messages.warning(request, words.format(records=', '.join(shown)))


def _chosen(view: Any, request: HttpRequest) -> QuerySet[ProxmoxEndpoint]:
    """Return the rows that are ticked, or all that the list's filters let through."""
    if request.POST.get('_all') and view.filterset:
        rows: QuerySet[ProxmoxEndpoint] = view.filterset(request.GET, view.queryset, request=request).qs
        return rows
    return view.queryset.filter(pk__in=keys_of(request.POST.getlist('pk')))


def _shown(leftovers: Iterable[Leftover], user: Any) -> list[tuple[Leftover, ProxboxBackend | None]]:
    """Return the records, each with its backend if the user may see that."""
    visible = ProxboxBackend.objects.restrict(user, 'view').in_bulk()
    return [(leftover, visible.get(leftover.backend_id)) for leftover in leftovers]
