"""Are `celeryconfig` and `worker` those of this plugin?"""

from django.utils.translation import gettext as _

from netbox_proxbox.configuration import top_level as names

from .findings import Finding, Level

__all__ = ('top_level',)


def top_level() -> list[Finding]:
    """Tell of each that is somebody else's, or that all is well."""
    subject = _('celeryconfig and worker')
    wrong = [Finding(subject, Level.ERROR, told, names.cure()) for told in names.strangers()]
    return wrong or [Finding(subject, Level.OK, _('They are those of this plugin.'))]
