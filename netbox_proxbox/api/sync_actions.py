"""What the REST API does to an endpoint beside writing it: sync it, preview that, decide what is held."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
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
from netbox_proxbox.runs.request import request_preview, request_sync
from netbox_proxbox.sync.decide import confirm, keep
from netbox_proxbox.sync.decide_reading import believe, rename

from . import serializers

__all__ = ('RUN_RESPONSES', 'SyncActionsMixin', 'refuse_without_sync', 'requested')

RUN_RESPONSES: Final = {
    202: OpenApiResponse(
        serializers.SyncRunSerializer,
        _('The new run, or the one that is active already; the brief form of it for who may not view runs'),
    ),
    503: OpenApiResponse(serializers.SyncRunSerializer, _('The run failed at once: its cause and cure say why')),
}


class SyncActionsMixin(NetBoxModelViewSet):
    """The actions that ask for the permission to sync, instead of `add`, which a POST stands for otherwise."""

    sync_actions = ('sync', 'preview', 'confirm_deletions', 'keep_nodes', 'believe_reading', 'rename_nodes')

    def get_permissions(self) -> list[BasePermission]:
        """Ask for what the action needs."""
        return [TokenSyncPermission()] if self.action in self.sync_actions else super().get_permissions()

    @extend_schema(request=None, responses=RUN_RESPONSES)
    @action(detail=True, methods=['post'])
    def sync(self, request: Request, pk: int) -> Response:
        """Ask for a sync of this endpoint."""
        return requested(request_sync, _endpoint_to_sync(request, pk), request)

    @extend_schema(request=None, responses=RUN_RESPONSES)
    @action(detail=True, methods=['post'])
    def preview(self, request: Request, pk: int) -> Response:
        """Ask what a sync of this endpoint would change: the run writes nothing, and has the plan when it has ended."""
        return requested(request_preview, _endpoint_to_sync(request, pk), request)

    @extend_schema(request=serializers.ChosenNodesSerializer, responses=RUN_RESPONSES)
    @action(detail=True, methods=['post'], url_path='confirm-deletions')
    def confirm_deletions(self, request: Request, pk: int) -> Response:
        """Confirm deletions that wait for a decision: a sync reads again, and deletes what is still absent."""
        return _decided(partial(confirm, nodes=_chosen(request)), request, pk)

    @extend_schema(request=serializers.HeldQuestionSerializer, responses=RUN_RESPONSES)
    @action(detail=True, methods=['post'], url_path='believe-reading')
    def believe_reading(self, request: Request, pk: int) -> Response:
        """Believe the reading that is held: a sync reads again, and writes what it reads if it is the same."""
        return _decided(partial(believe, held_since=_question(request)), request, pk)

    @extend_schema(request=serializers.HeldQuestionSerializer, responses=RUN_RESPONSES)
    @action(detail=True, methods=['post'], url_path='rename-nodes')
    def rename_nodes(self, request: Request, pk: int) -> Response:
        """Say that the nodes of the reading that is held are the known ones under new names: a sync renames them."""
        return _decided(partial(rename, held_since=_question(request)), request, pk)

    @extend_schema(
        request=serializers.ChosenNodesSerializer,
        responses={200: OpenApiResponse(serializers.ProxmoxNodeSerializer(many=True), _('The nodes that are kept'))},
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


def _endpoint_to_sync(request: Request, pk: int) -> ProxmoxEndpoint:
    endpoint: ProxmoxEndpoint = get_object_or_404(ProxmoxEndpoint, pk=pk)
    refuse_without_sync(request, endpoint)
    return endpoint


def refuse_without_sync(request: Request, endpoint: ProxmoxEndpoint) -> None:
    """Raise PermissionDenied for whoever may not sync this endpoint."""
    if not request.user.has_perm('netbox_proxbox.sync_proxmoxendpoint', obj=endpoint):
        raise PermissionDenied(_('You do not have the permission to sync this endpoint.'))


def requested(ask: Callable[..., SyncRun], subject: Any, request: Request) -> Response:
    """Answer with the run that is asked for. Raises NotFound for an endpoint that is gone."""
    try:
        return _answer(ask(subject, trigger=SyncTriggerChoices.API, user=request.user), request)
    except ProxmoxEndpoint.DoesNotExist:
        raise NotFound from None


def _decided(decide: Callable[..., SyncRun], request: Request, pk: int) -> Response:
    endpoint = get_object_or_404(ProxmoxEndpoint, pk=pk)
    try:
        return requested(decide, endpoint, request)
    except DjangoValidationError as refusal:
        raise ValidationError(refusal.messages) from None


def _question(request: Request) -> datetime | None:
    """Return the time of the question that a request names; None stands for the one that is open."""
    named = serializers.HeldQuestionSerializer(data=request.data)
    named.is_valid(raise_exception=True)
    held_since: datetime | None = named.validated_data.get('held_since')
    return held_since


def _chosen(request: Request) -> list[int] | None:
    """Return the ids that a request names; None stands for all nodes that wait for a decision."""
    chosen = serializers.ChosenNodesSerializer(data=request.data)
    chosen.is_valid(raise_exception=True)
    nodes: list[int] | None = chosen.validated_data.get('nodes')
    return nodes


def _fields(run: SyncRun, user: Any) -> tuple[str, ...]:
    """Return what of the run the user may read; why nothing came of a request is told to whoever made it."""
    if user.has_perm('netbox_proxbox.view_syncrun', run):
        return serializers.SyncRunSerializer.Meta.fields
    brief = serializers.SyncRunSerializer.Meta.brief_fields
    return (*brief, 'cause', 'cure') if run.error_code == PublishFailed.code else brief


def _answer(run: SyncRun, request: Any) -> Response:
    is_unsent = run.error_code == PublishFailed.code
    serializer = serializers.SyncRunSerializer(run, context={'request': request}, fields=_fields(run, request.user))
    code = status.HTTP_503_SERVICE_UNAVAILABLE if is_unsent else status.HTTP_202_ACCEPTED
    return Response(serializer.data, status=code)
