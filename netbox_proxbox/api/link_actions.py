"""What the REST API does to the link of a row: it decides on what a rule could not tell."""

from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from netbox.api.authentication import TokenPermissions
from netbox.api.viewsets import NetBoxModelViewSet
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from netbox_proxbox.sync.decide_link import decide_link

from . import serializers

__all__ = ('LinkActionsMixin',)


class TokenChangePermission(TokenPermissions):
    """Asks for the permission to change, and for a token that may write."""

    perms_map = {**TokenPermissions.perms_map, 'POST': ['%(app_label)s.change_%(model_name)s']}


class LinkActionsMixin(NetBoxModelViewSet):
    """The decisions about a link, for whoever may change the row."""

    queryset: Any

    def get_permissions(self) -> list[BasePermission]:
        """Ask for what the action needs."""
        return [TokenChangePermission()] if self.action == 'decide_link' else super().get_permissions()

    @extend_schema(request=serializers.LinkDecisionSerializer)
    @action(detail=True, methods=['post'], url_path='decide-link')
    def decide_link(self, request: Request, pk: int) -> Response:
        """Link the row to one of its candidates, refuse one, have no rule link it, or leave it to the rules again."""
        rows: Any = self.queryset.model.objects
        row = get_object_or_404(rows.all(), pk=pk)
        if not rows.restrict(request.user, 'change').filter(pk=row.pk).exists():
            get_object_or_404(rows.restrict(request.user, 'view'), pk=row.pk)
            raise PermissionDenied(_('You do not have the permission to do this.'))
        named = serializers.LinkDecisionSerializer(data=request.data)
        named.is_valid(raise_exception=True)
        try:
            decide_link(
                row,
                named.validated_data['decision'],
                named.validated_data.get('target'),
                request.user,
            )
        except DjangoValidationError as refusal:
            raise ValidationError(refusal.messages) from None
        except DjangoPermissionDenied as refusal:
            raise PermissionDenied(str(refusal)) from None
        # NetBox has restricted it to what the user may add, as this is a POST.
        self.queryset = rows.restrict(request.user, 'change')
        return self.retrieve(request, pk=pk)
