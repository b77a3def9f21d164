"""Views that link rows, and warn whoever links several to one object."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from netbox_proxbox.ui.shared_links import notices_of_shared_links, rows_that_share_links

__all__ = ('LinkingBulkEditMixin', 'LinkingEditMixin', 'LinkingImportMixin', 'warn_of_shared_links')


def warn_of_shared_links(request: HttpRequest, rows: Iterable[Any]) -> None:
    """Say which objects that the rows are linked to have other rows as well."""
    for notice in notices_of_shared_links(rows_that_share_links(rows, request.user)):
        messages.warning(request, f'{notice.heading}: {notice.lines[0]}. {notice.cure}')


class LinkingMixin:
    """Warns of what was saved when the view leads on. A job in the background has nobody to warn."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        """Save."""
        self.saved: list[Any] = []
        answer: HttpResponse | None = super().post(request, *args, **kwargs)  # type: ignore[misc]  # NetBox's view
        if answer is not None and answer.status_code == 302:
            warn_of_shared_links(request, self.saved)
        return answer


class LinkingEditMixin(LinkingMixin):
    """For the form of one object."""

    def alter_object(self, obj: Any, *args: Any) -> Any:
        """Remember the object that the form will change."""
        altered = super().alter_object(obj, *args)  # type: ignore[misc]
        self.saved = [altered]
        return altered


class LinkingBulkEditMixin(LinkingMixin):
    """For a form of many objects."""

    def post_save_operations(self, form: Any, obj: Any) -> None:
        """Remember the object."""
        super().post_save_operations(form, obj)  # type: ignore[misc]
        self.saved.append(obj)


class LinkingImportMixin(LinkingMixin):
    """For an import."""

    def save_object(self, *args: Any) -> Any:
        """Remember the object."""
        saved = super().save_object(*args)  # type: ignore[misc]
        self.saved.append(saved)
        return saved
