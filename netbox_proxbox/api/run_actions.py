"""What the REST API does to a run: it applies the plan of a preview, and brings back what a sync deleted."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import extend_schema
from netbox.api.authentication import TokenPermissions
from netbox.api.viewsets import NetBoxReadOnlyModelViewSet
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.restore.restore import restore
from netbox_proxbox.runs.apply import request_apply
from netbox_proxbox.ui.restore import BOXES, UNLINK_BOXES

from . import serializers
from .sync_actions import RUN_RESPONSES, refuse_without_sync, requested

__all__ = ('RunActionsMixin',)


class TokenViewPermission(TokenPermissions):
    """Asks for the permission to view, and for a token that may write; what else is needed, the action asks for."""

    perms_map: ClassVar[Mapping[str, list[str]]] = {
        **TokenPermissions.perms_map,
        'POST': ['%(app_label)s.view_%(model_name)s'],
    }


class RunActionsMixin(NetBoxReadOnlyModelViewSet):
    """The actions of a run, for whoever may see it and do to its endpoint, or to its rows, what they do."""

    run_actions = ('apply', 'restore')

    def get_permissions(self) -> list[BasePermission]:
        """Ask for what the action needs."""
        return [TokenViewPermission()] if self.action in self.run_actions else super().get_permissions()

    @extend_schema(request=None, responses=RUN_RESPONSES)
    @action(detail=True, methods=['post'])
    def apply(self, request: Request, pk: int) -> Response:
        """Apply the plan of this preview: a sync reads again, and writes if all it would change was shown."""
        preview = _visible_run(request, pk)
        refuse_without_sync(request, preview.endpoint)
        try:
            return requested(request_apply, preview, request)
        except DjangoValidationError as refusal:
            raise ValidationError(refusal.messages) from None

    @extend_schema(request=serializers.ChosenDeletionsSerializer, responses=serializers.OutcomeSerializer)
    @action(detail=True, methods=['post'])
    def restore(self, request: Request, pk: int) -> Response:
        """Bring back nodes and clusters that this run deleted, from NetBox's change log, and take back links."""
        run, chosen = _visible_run(request, pk), _chosen(request)
        to_unlink = {model: chosen.pop(box) for box, model in UNLINK_BOXES.items() if box in chosen}
        deleted = {BOXES[box]: ids for box, ids in chosen.items()}
        try:
            outcome = restore(run, deleted if deleted or to_unlink else None, request.user, to_unlink)
        except ProxmoxEndpoint.DoesNotExist:
            raise NotFound from None
        except DjangoValidationError as refusal:
            raise ValidationError(refusal.messages) from None
        except DjangoPermissionDenied as refusal:
            raise PermissionDenied(str(refusal)) from None
        return Response(serializers.OutcomeSerializer(outcome).data)


def _visible_run(request: Request, pk: int) -> SyncRun:
    visible: Any = SyncRun.objects.restrict(request.user, 'view')  # type: ignore[no-untyped-call]  # NetBox's
    run: SyncRun = get_object_or_404(visible.select_related('endpoint').defer('readings'), pk=pk)
    return run


def _chosen(request: Request) -> dict[str, list[int]]:
    """Return the ids that a request names, by the names that it gives them."""
    chosen = serializers.ChosenDeletionsSerializer(data=request.data)
    chosen.is_valid(raise_exception=True)
    return dict(chosen.validated_data)
