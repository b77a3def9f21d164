"""Models whose "Help" button leads to a page of the plugin."""

from netbox.models import PrimaryModel
from utilities.views import get_action_url

__all__ = ('DocumentedModel',)


class DocumentedModel(PrimaryModel):
    """NetBox's own documentation, which is served beside its scripts, knows nothing of plugins."""

    class Meta:
        abstract = True

    @property
    def docs_url(self) -> str:
        """Where NetBox's forms lead who asks for help."""
        return str(get_action_url(self, action='help'))
