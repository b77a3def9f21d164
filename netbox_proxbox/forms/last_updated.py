"""When a form that was opened some time ago is still accepted."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import takewhile
from typing import Any
from uuid import UUID

from core.models import ObjectChange
from django import forms
from django.contrib.contenttypes.models import ContentType

from netbox_proxbox.models import SyncRun

__all__ = ('SavedDespiteSyncsMixin',)


class SavedDespiteSyncsMixin(forms.ModelForm):  # type: ignore[type-arg]
    """Saves what a person entered although syncs have written to the object since its form was rendered.

    NetBox refuses a form whose object was saved meanwhile (`CheckLastUpdatedMixin`). A sync saves only fields that
    people cannot enter in these forms, so it overtakes nobody; what anybody else saved is refused as ever, and so is a
    form from before a rule linked the row: saved, it would remove the link.
    """

    def clean__init_time(self) -> Decimal | None:
        """Forget when the form was rendered, and with it NetBox's check, if since then only syncs have written."""
        rendered: Decimal | None = self.cleaned_data['_init_time']
        if rendered is None or not self.instance.pk or not _only_syncs_wrote(self.instance, rendered):
            return rendered
        return None


def _only_syncs_wrote(instance: Any, since: Decimal) -> bool:
    """Tell whether the change log knows of changes since then (seconds since 1970), and of runs behind all of them."""
    changes = list(_changes(instance, since))
    requests = {request for _time, request, *_rest in changes}
    if not requests or any(_value(before, instance) != _value(after, instance) for *_rest, before, after in changes):
        return False
    return SyncRun.objects.filter(request_id__in=requests).count() == len(requests)


def _value(logged: dict[str, Any] | None, instance: Any) -> Any:
    """Return what the row was linked to. An endpoint is linked to nothing."""
    return (logged or {}).get(getattr(instance, 'link', ''))


def _changes(instance: Any, since: Decimal) -> Iterator[tuple[datetime, UUID, Any, Any]]:
    kind = ContentType.objects.get_for_model(instance)
    changes = ObjectChange.objects.filter(changed_object_type=kind, changed_object_id=instance.pk).order_by('-time')
    newest_first = changes.values_list('time', 'request_id', 'prechange_data', 'postchange_data').iterator()
    return takewhile(lambda change: change[0].timestamp() > since, newest_first)
