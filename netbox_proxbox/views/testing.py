"""What pages that test a connection have in common."""

from collections.abc import Callable, Iterator
from typing import Any

from core.signals import clear_events
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from netbox.object_actions import EditObject
from netbox.views import generic
from utilities.exceptions import AbortRequest
from utilities.forms import restrict_form_fields
from utilities.permissions import get_permission_for_model
from utilities.views import get_action_url

from netbox_proxbox.health.findings import Finding, Level, worst_of
from netbox_proxbox.object_actions import TestConnection

__all__ = ('TestConnectionView', 'TestValuesView', 'TestableEditMixin')


class TestableEditMixin(generic.ObjectEditView):
    """A page to add or edit an object, with a button that tests what is entered."""

    template_name = 'netbox_proxbox/edit_with_test.html'

    def get_extra_context(self, request: HttpRequest, instance: Any) -> dict[str, Any]:
        """Add the address that tests the values."""
        known = {'pk': instance.pk} if instance.pk else {}
        url = get_action_url(instance, action='test_values' if known else 'test_new_values', kwargs=known)
        return {**super().get_extra_context(request, instance), 'test_url': url}


class TestConnectionView(generic.ObjectView):
    """Tests an object as it is stored, and shows what was found."""

    template_name = 'netbox_proxbox/connection_test.html'
    actions = (TestConnection, EditObject)
    check: Callable[[Any], list[Finding]]

    def get_required_permission(self) -> str:
        """Return the permission to change the object."""
        return str(get_permission_for_model(self.queryset.model, 'change'))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lead to the object, as for an address that was typed in."""
        return redirect(self.get_object(**kwargs).get_absolute_url())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Test."""
        instance = self.get_object(**kwargs)
        actions = self.get_permitted_actions(request.user, model=instance)
        context = {'object': instance, 'actions': actions, **_found(self.check(instance))}
        return render(request, self.template_name, context)


class TestValuesView(generic.ObjectEditView):
    """Tests the values of a form and answers with a piece of a page. Nothing is saved."""

    check: Callable[[Any], list[Finding]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the form, as for an address that was typed in."""
        return redirect(get_action_url(self.queryset.model, action='edit' if kwargs else 'add', kwargs=kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Test, or say what must be corrected first."""
        form = self._validated(request, self.get_object(**kwargs))
        if not form.errors and (refusal := self._refusal_to_save(request, self.get_object(**kwargs))):
            form.add_error(None, refusal)
        if form.errors:
            context = {'verdict': _('Not tested: correct this first'), 'errors': list(_errors(form))}
        else:
            context = _found(self.check(form.instance))
        return render(request, 'netbox_proxbox/inc/connection_test_result.html', context)

    def _validated(self, request: HttpRequest, instance: Any) -> Any:
        """Return the form after its validation, which may make rows of schedules: they are rolled back."""
        form = self._filled(request, instance)
        with transaction.atomic():
            form.is_valid()
            transaction.set_rollback(True)
        return form

    def _refusal_to_save(self, request: HttpRequest, instance: Any) -> str:
        """Say why this may not be saved, as by the constraints of a permission; empty if it may. It is taken back."""
        form = self._filled(request, instance)
        try:
            with transaction.atomic():
                is_allowed = form.is_valid() and self.queryset.filter(pk=form.save().pk).exists()
                transaction.set_rollback(True)
        except AbortRequest as refusal:
            return refusal.message
        finally:
            clear_events.send(sender=self)
        return '' if is_allowed else _('Your permissions do not allow to save this.')

    def _filled(self, request: HttpRequest, instance: Any) -> Any:
        form = self.form(data=request.POST, files=request.FILES, instance=instance)
        restrict_form_fields(form, request.user)
        return form


def _errors(form: Any) -> Iterator[tuple[str, str]]:
    for name, messages in form.errors.items():
        label = form.fields[name].label if name in form.fields else ''
        yield label, ' '.join(map(str, messages))


def _found(findings: list[Finding]) -> dict[str, Any]:
    verdicts = {
        Level.OK: _('The connection works'),
        Level.WARNING: _('The connection works, with warnings'),
    }
    return {'findings': findings, 'verdict': verdicts.get(worst_of(findings), _('The connection does not work'))}
