"""Imports that may carry secrets."""

from django.contrib import messages
from django.forms import CheckboxInput
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from netbox.views import generic

__all__ = ('SecretsImportMixin',)


class SecretsImportMixin(generic.BulkImportView):
    """Runs at once even if asked not to: a background job would leave the secrets in NetBox's task queue."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Import the lines of the form."""
        if CheckboxInput().value_from_datadict(request.POST, request.FILES, 'background_job'):
            posted = request.POST.copy()
            del posted['background_job']
            request.POST = posted  # type: ignore[assignment]  # as NetBox's own views do
            messages.info(request, _('An import that may carry secrets is never queued, so it ran at once.'))
        return super().post(request)
