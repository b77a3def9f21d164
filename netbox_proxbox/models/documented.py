"""Models whose "Help" button leads to a page of the plugin."""

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from netbox.models import PrimaryModel
from utilities.views import get_action_url

__all__ = ('DocumentedModel',)

# What `make release` puts into the wheel, and `collectstatic` where it is served; a checkout lacks it.
PAGES = 'netbox_proxbox/docs/forms'


class DocumentedModel(PrimaryModel):
    """NetBox's own documentation, which is served beside its scripts, knows nothing of plugins."""

    class Meta:
        abstract = True

    @property
    def docs_url(self) -> str:
        """Where NetBox's forms lead who asks for help: into the documentation, or to a page with the same words."""
        page = f'{PAGES}/{self._meta.model_name}.html'
        # A wheel that has it is not enough: what nobody has collected since then is served by no web server.
        is_served = finders.find(page) and staticfiles_storage.exists(page)
        return static(page) if is_served else str(get_action_url(self, action='help'))
