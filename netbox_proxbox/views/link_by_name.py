"""The buttons that link chosen rows to the NetBox objects of the same name."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from dcim.models import Device
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from netbox.views.generic.base import BaseMultiObjectView
from utilities.exceptions import PermissionsViolation
from utilities.permissions import get_permission_for_model
from utilities.views import GetReturnURLMixin, register_model_view
from virtualization.models import Cluster

from netbox_proxbox.filtersets import ProxmoxClusterFilterSet, ProxmoxNodeFilterSet
from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.sync.link_targets import undecided
from netbox_proxbox.sync.linking import Obstacle, Row, Rule, Target, Verdict, match
from netbox_proxbox.sync.unlinked import row_of
from netbox_proxbox.ui.keys import keys_of
from netbox_proxbox.ui.link_report import report_of

__all__ = ('ProxmoxClusterLinkByNameView', 'ProxmoxNodeLinkByNameView')

DECIDED: Final = Verdict(obstacle=Obstacle.DECIDED)


class LinkByNameView(GetReturnURLMixin, BaseMultiObjectView):
    """Links what is beyond doubt, as an edit by the user, and says in words what is left."""

    filterset: Any
    relation: str
    target: Any

    def get_required_permission(self) -> str:
        """Return the permission to change the rows."""
        return str(get_permission_for_model(self.queryset.model, 'change'))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Link the chosen rows."""
        try:
            with transaction.atomic():
                verdicts = self._link(request)
        except PermissionsViolation as refusal:
            messages.error(request, refusal.message)
        else:
            for level, words in report_of(verdicts):
                messages.add_message(request, level, words)
        return redirect(self.get_return_url(request))

    def _link(self, request: HttpRequest) -> Mapping[Row, Verdict]:
        rows = list(self._chosen(request).select_for_update(of=('self',)).order_by('pk'))
        names = {row.name for row in rows}
        targets = self._targets(request, names)
        verdicts = self._judge(rows, targets)
        links = {row.pk: targets[verdict.link] for row, verdict in verdicts.items() if verdict.link is not None}
        for row in rows:
            if row.pk in links:
                self._save(row, links[row.pk])
        if self.queryset.filter(pk__in=links).count() != len(links):
            raise PermissionsViolation
        return verdicts

    def _judge(self, rows: list[Any], targets: Mapping[int, Any]) -> Mapping[Row, Verdict]:
        """Judge each row by its name, but for what a person decided."""
        linked_pks = set(self._linked_pks(targets))
        verdicts = match(
            [self._row(row, targets) for row in rows],
            [Target(pk, target.name, is_linked=pk in linked_pks) for pk, target in targets.items()],
            [Rule.NAME],
            [row_of(row) for row in undecided(self.queryset.model).filter(name__in={row.name for row in rows})],
        )
        return {
            row: DECIDED if verdict.obstacle is Obstacle.NO_MATCH and _is_refused(row, targets) else verdict
            for row, verdict in verdicts.items()
        }

    def _row(self, row: Any, targets: Mapping[int, Any]) -> Row:
        """Return a row in the terms of the rules; one that a person decided gets no link refuses all there is."""
        known = replace(row_of(row), is_linked=getattr(row, f'{self.relation}_id') is not None)
        return known if row.may_be_linked else replace(known, refused=frozenset(targets))

    def _chosen(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that are ticked, or all that the list's filters let through, if the user may change them."""
        if request.POST.get('_all'):
            shown = self.filterset(request.GET, self.queryset.model.objects.all(), request=request).qs
            return self.queryset.filter(pk__in=shown.values('pk'))
        return self.queryset.filter(pk__in=keys_of(request.POST.getlist('pk')))

    def _targets(self, request: HttpRequest, names: set[str]) -> Mapping[int, Any]:
        """Return the NetBox objects of these names that the user may see, locked against a second link."""
        visible = self.target.objects.restrict(request.user, 'view').filter(name__in=names)
        return {target.pk: target for target in visible.select_for_update(of=('self',), no_key=True).order_by('pk')}

    def _linked_pks(self, targets: Mapping[int, Any]) -> QuerySet[Any]:
        field = f'{self.relation}_id'
        return self.queryset.model.objects.filter(**{f'{field}__in': targets}).values_list(field, flat=True)

    def _save(self, row: Any, target: Any) -> None:
        row.snapshot()
        setattr(row, self.relation, target)
        row.save(update_fields=[self.relation, 'last_updated'])


@register_model_view(ProxmoxCluster, 'bulk_link_by_name', path='link-by-name', detail=False)
class ProxmoxClusterLinkByNameView(LinkByNameView):
    queryset = ProxmoxCluster.objects.all()
    filterset = ProxmoxClusterFilterSet
    relation, target = 'netbox_cluster', Cluster


@register_model_view(ProxmoxNode, 'bulk_link_by_name', path='link-by-name', detail=False)
class ProxmoxNodeLinkByNameView(LinkByNameView):
    queryset = ProxmoxNode.objects.all()
    filterset = ProxmoxNodeFilterSet
    relation, target = 'netbox_device', Device


def _is_refused(row: Row, targets: Mapping[int, Any]) -> bool:
    """Tell whether an object has the name of a row, but a person decided that it is not the one."""
    return any(targets[pk].name == row.name for pk in row.refused & targets.keys())
