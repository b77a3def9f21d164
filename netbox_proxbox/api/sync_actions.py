"""What the REST API does to an endpoint beside writing it: sync it, and decide about its missing nodes."""

from typing import Any, Final

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from netbox.api.authentication import TokenSyncPermission
from netbox.api.viewsets import NetBoxModelViewSet
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from netbox_proxbox.choices import SyncTriggerChoices
from netbox_proxbox.errors import PublishFailed
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.runs.request import request_sync
from netbox_proxbox.sync.decide import confirm, keep

from . import serializers

__all__ = ('SyncActionsMixin',)

RUN_RESPONSES: Final = {
    202: OpenApiResponse(serializers.SyncRunSerializer, 'The new run, or the one that is active already'),
    503: OpenApiResponse(serializers.SyncRunSerializer, 'The run failed at once: its cause and cure say why'),
}


class SyncActionsMixin(NetBoxModelViewSet):
    """The actions that ask for the permission to sync, instead of `add`, which a POST stands for otherwise."""

    sync_actions = ('sync', 'confirm_deletions', 'keep_nodes')

    def get_permissions(self) -> list[BasePermission]:
        """Ask for what the action needs."""
        return [TokenSyncPermission()] if self.action in self.sync_actions else super().get_permissions()

    @extend_schema(request=None, responses=RUN_RESPONSES)
    @action(detail=True, methods=['post'])
    def sync(self, request: Request, pk: int) -> Response:
        """Ask for a sync of this endpoint."""
        endpoint = get_object_or_404(ProxmoxEndpoint, pk=pk)
        if not request.user.has_perm('netbox_proxbox.sync_proxmoxendpoint', obj=endpoint):
            raise PermissionDenied(_('You do not have the permission to sync this endpoint.'))
        try:
            run = request_sync(endpoint, trigger=SyncTriggerChoices.API, user=request.user)
        except ProxmoxEndpoint.DoesNotExist:
            raise NotFound from None
        return _answer(run, request)

    @extend_schema(request=serializers.ChosenNodesSerializer, responses=RUN_RESPONSES)
    @action(detail=True, methods=['post'], url_path='confirm-deletions')
    def confirm_deletions(self, request: Request, pk: int) -> Response:
        """Confirm deletions that wait for a decision: a sync reads again, and deletes what is still absent."""
        endpoint = get_object_or_404(ProxmoxEndpoint, pk=pk)
        try:
            run = confirm(endpoint, _chosen(request), request.user, trigger=SyncTriggerChoices.API)
        except ProxmoxEndpoint.DoesNotExist:
            raise NotFound from None
        except DjangoValidationError as refusal:
            raise ValidationError(refusal.messages) from None
        return _answer(run, request)

    @extend_schema(
        request=serializers.ChosenNodesSerializer,
        responses={200: OpenApiResponse(serializers.ProxmoxNodeSerializer(many=True), 'The nodes that are kept')},
        filters=False,
    )
    @action(detail=True, methods=['post'], url_path='keep-nodes', filterset_class=None, pagination_class=None)
    def keep_nodes(self, request: Request, pk: int) -> Response:
        """Keep missing nodes until they are back."""
        kept = keep(get_object_or_404(ProxmoxEndpoint, pk=pk), _chosen(request), request.user)
        visible: Any = ProxmoxNode.objects.restrict(request.user, 'view')
        nodes = visible.filter(pk__in=[node.pk for node in kept]).order_by('pk').prefetch_related('tags')
        nodes = nodes.select_related('endpoint', 'proxmox_cluster', 'netbox_device')
        return Response(serializers.ProxmoxNodeSerializer(nodes, many=True, context={'request': request}).data)


def _chosen(request: Request) -> list[int] | None:
    """Return the ids that a request names; None stands for all nodes that wait for a decision."""
    chosen = serializers.ChosenNodesSerializer(data=request.data)
    chosen.is_valid(raise_exception=True)
    nodes: list[int] | None = chosen.validated_data.get('nodes')
    return nodes


def _answer(run: SyncRun, request: Any) -> Response:
    serializer = serializers.SyncRunSerializer(run, context={'request': request})
    is_unsent = run.error_code == PublishFailed.code
    code = status.HTTP_503_SERVICE_UNAVAILABLE if is_unsent else status.HTTP_202_ACCEPTED
    return Response(serializer.data, status=code)
