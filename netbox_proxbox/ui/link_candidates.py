"""What a row without a link may be linked to, why no rule has done it, and who may decide."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dcim.models import Device
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from netbox.ui import panels
from virtualization.models import Cluster

from netbox_proxbox.choices import LinkingChoices, LinkOriginChoices
from netbox_proxbox.sync.decide_link import target_model

from .link_report import some_of

__all__ = ('LinkCandidatesPanel',)

# What tells two objects of one name apart.
PLACES: Final[Mapping[type[Any], str]] = {Device: 'site', Cluster: 'scope'}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An object that the row may be, where it is, and which rows have it already."""

    target: Any
    place: Any
    linked_to: str


class LinkCandidatesPanel(panels.ObjectPanel):
    """The candidates that the user may see, and how many others there are; or that a person decided on the link."""

    title = gettext_lazy('Link?')
    template_name = 'netbox_proxbox/panels/link_candidates.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add what the template shows. Without candidates nothing is asked."""
        prepared: dict[str, Any] = super().get_context(context)
        row, user = prepared['object'], prepared['request'].user
        words = _decided(row)
        if not words and not row.link_candidates:
            return prepared
        found = [] if words else _candidates(row, user)
        meta = row._meta
        return {
            **prepared,
            'why': words or _why(row),
            'is_decided': bool(words),
            'candidates': found,
            'hidden': 0 if words else len(row.link_candidates) - len(found),
            'decide_url': reverse(f'plugins:{meta.app_label}:{meta.model_name}_decide_link', args=[row.pk]),
            'may_change': user.has_perm(f'{meta.app_label}.change_{meta.model_name}', row),
        }

    def should_render(self, context: Any) -> bool:
        """Tell whether there is anything to say."""
        return 'why' in context


def _decided(row: Any) -> str:
    """Return what a person decided, while the row has no link and would else be looked at."""
    if getattr(row, f'{row.link}_id') is not None or getattr(row.endpoint, row.link_setting) == LinkingChoices.OFF:
        return ''
    if row.link_ignored is True:
        return _('Somebody decided that no rule links it.')
    if row.link_origin == LinkOriginChoices.REMOVED:
        return _('Somebody removed its link, so no rule links it again.')
    return ''


def _candidates(row: Any, user: Any) -> list[Candidate]:
    model = target_model(row)
    place = PLACES[model]
    visible = model.objects.restrict(user, 'view').filter(pk__in=row.link_candidates).prefetch_related(place)
    linked = _linked(row, list(visible), user)
    return [Candidate(each, getattr(each, place), some_of(linked.get(each.pk, ()))) for each in visible]


def _linked(row: Any, targets: list[Any], user: Any) -> Mapping[int, list[str]]:
    """Return the rows that the objects are linked to; those that the user may not see have no name."""
    rows = type(row).objects.filter(**{f'{row.link}__in': targets})
    names = {each.pk: str(each) for each in rows.restrict(user, 'view')}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, target in rows.order_by('pk').values_list('pk', f'{row.link}_id'):
        found[target].append(names.get(pk, _('one that you may not see')))
    return found


def _why(row: Any) -> str:
    count = len(row.link_candidates)
    if count == 1 and getattr(row.endpoint, row.link_setting) == LinkingChoices.CREATE:
        return _(
            'A rule finds this for it, but another row has it or may belong to it just as well, or the rule is off. '
            'Nothing is created while that is so.'
        )
    if count == 1:
        return _('A rule finds this for it, but another row has it, or may belong to it just as well.')
    words = ngettext('A rule finds {count} for it.', 'A rule finds {count} for it, and cannot tell which.', count)
    return words.format(count=count)
