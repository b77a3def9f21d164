"""Pages of what was read of an endpoint, below why it may be out of date."""

from typing import Any

from netbox.ui import layout, panels

from .freshness import notices_by_endpoint

__all__ = ('EndpointNoticesPanel', 'LayoutBelow', 'LayoutBelowNotices')


class EndpointNoticesPanel(panels.ObjectPanel):
    """The notices about the endpoint of the page's object; nothing while it is read as it should be."""

    template_name = 'netbox_proxbox/inc/notices.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the notices."""
        prepared: dict[str, Any] = super().get_context(context)
        endpoint = prepared['object'].endpoint
        return {**prepared, 'notices': notices_by_endpoint([endpoint], prepared['request'].user)[endpoint.pk]}


class LayoutBelow(layout.SimpleLayout):
    """NetBox's layout of two columns, with panels in a row above them."""

    rows: tuple[layout.Row, ...]

    def __init__(self, *above: panels.Panel, **panels_and_breadcrumbs: Any) -> None:
        super().__init__(**panels_and_breadcrumbs)
        self.rows = (layout.Row(layout.Column(*above)), *self.rows)


class LayoutBelowNotices(LayoutBelow):
    """The same, with the notices above them all."""

    def __init__(self, *above: panels.Panel, **panels_and_breadcrumbs: Any) -> None:
        super().__init__(EndpointNoticesPanel(), *above, **panels_and_breadcrumbs)
