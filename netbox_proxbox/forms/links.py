"""Linking from NetBox's side: the forms behind the buttons on the pages of clusters and devices."""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from utilities.forms.fields import DynamicModelMultipleChoiceField

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode

__all__ = ('ClusterLinkForm', 'DeviceLinkForm', 'LinkForm')


class LinkForm(forms.Form):
    """Which rows belong to one NetBox object. Rows that the user may not change are neither offered nor touched."""

    relation: str
    rows: Any

    # The rows that were linked when the form was opened: no others are unlinked.
    shown = SimpleArrayField(forms.IntegerField(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, target: Any, user: Any, **kwargs: Any) -> None:
        field: Any = self.base_fields['rows']
        self.target = target
        self.changeable: QuerySet[Any] = field.queryset.model.objects.restrict(user, 'change')
        linked = list(self.changeable.filter(**{self.relation: target}).values_list('pk', flat=True))
        kwargs['initial'] = {'rows': linked, 'shown': linked}
        super().__init__(*args, **kwargs)
        offered: Any = self.fields['rows']
        offered.queryset = self.changeable
        offered.widget.add_query_params({f'{self.relation}_id': ['null', str(target.pk)]})

    def clean_rows(self) -> list[Any]:
        """Refuse rows that are linked to something else: they would lose that link."""
        rows = list(self.cleaned_data['rows'].select_related(self.relation))
        self._refuse_other_links(rows)
        return rows

    def locked_changes(self) -> dict[Any, Any]:
        """Lock the rows to link and those to unlink, and return what each is linked to from now on.

        Raises ValidationError for a row that got another link meanwhile.
        """
        chosen = {row.pk for row in self.cleaned_data['rows']}
        to_unlink = {*self.cleaned_data['shown']} - chosen
        found = self.changeable.filter(Q(pk__in=chosen) | Q(**{self.relation: self.target}))
        rows = list(found.select_for_update(of=('self',)).order_by('pk'))
        self._refuse_other_links(rows)
        to_link = {row: self.target for row in rows if getattr(row, f'{self.relation}_id') is None}
        return to_link | {row: None for row in rows if row.pk in to_unlink}

    def _refuse_other_links(self, rows: list[Any]) -> None:
        for row in rows:
            other = getattr(row, self.relation)
            if other is not None and other != self.target:
                words = _('%(row)s is linked to %(other)s. Unlink it there first.')
                raise ValidationError(words, params={'row': row, 'other': other})


class ClusterLinkForm(LinkForm):
    """The Proxmox clusters of a NetBox cluster."""

    relation = 'netbox_cluster'
    rows = DynamicModelMultipleChoiceField(
        queryset=ProxmoxCluster.objects.all(),
        required=False,
        label=_('Proxmox cluster'),
        help_text=_('Only clusters without a link are offered. Leave empty to unlink.'),
    )


class DeviceLinkForm(LinkForm):
    """The Proxmox nodes of a device."""

    relation = 'netbox_device'
    rows = DynamicModelMultipleChoiceField(
        queryset=ProxmoxNode.objects.all(),
        required=False,
        label=_('Proxmox node'),
        help_text=_('Only nodes without a link are offered. Leave empty to unlink.'),
    )
