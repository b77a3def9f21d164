"""The panel of an endpoint's page about what only a direct reading uses and finds out."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs, panels

__all__ = ('DirectReadingPanel',)


class MembersAttr(attrs.ObjectAttribute):
    """The members of the cluster, each with its address and the fingerprint of its certificate."""

    template_name = 'netbox_proxbox/attrs/members.html'

    def get_value(self, obj: Any) -> Any:
        """Return the members, or nothing."""
        return super().get_value(obj) or None


class DirectReadingPanel(panels.ObjectAttributesPanel):
    """Nothing for an endpoint that is read through a backend."""

    title = _('Direct Reading')
    further_addresses = attrs.ArrayAttr('further_addresses')
    use_other_members = attrs.BooleanAttr('use_other_members')
    last_address = attrs.TextAttr('last_address', label=_('Last address that answered'))
    members = MembersAttr('members', label=_('Members, as the cluster named them'))
    failures = attrs.TextAttr('failures', label=_('Failures in a row'))
    paused_until = attrs.DateTimeAttr('paused_until', label=_('Backs off until'))
    pause_cause = attrs.TextAttr('pause_cause', label=_('Last failure'))

    def should_render(self, context: Any) -> bool:
        """Tell whether there is anything to say."""
        return bool(context['object'].is_direct)
