"""The resources of the REST API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from netbox.api.viewsets import NetBoxModelViewSet, NetBoxReadOnlyModelViewSet
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.fields import BooleanField
from rest_framework.mixins import DestroyModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView
from utilities.exceptions import AbortRequest

from netbox_proxbox import filtersets
from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.reading.leftovers import Leftover, given_up, leftovers_of, request_removal
from netbox_proxbox.runs.last_runs import last_run_prefetch
from netbox_proxbox.schedules.overdue import overdue_condition

from . import serializers
from .link_actions import LinkActionsMixin
from .refusals import UnstorableValuesMixin
from .run_actions import RunActionsMixin
from .sync_actions import SyncActionsMixin

__all__ = (
    'ProxboxBackendViewSet',
    'ProxboxRootView',
    'ProxmoxClusterViewSet',
    'ProxmoxEndpointViewSet',
    'ProxmoxNodeViewSet',
    'SyncRunViewSet',
)


class ProxboxRootView(APIRootView):
    """The list of resources."""

    api_root_dict: dict[str, str]

    def get_view_name(self) -> str:
        """Return the heading of the browsable page."""
        return 'ProxBox'

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what the router knows, and what is no resource of it."""
        self.api_root_dict = {**self.api_root_dict, 'health': 'health', 'metrics': 'metrics'}
        return super().get(request, *args, **kwargs)


class ProxboxBackendViewSet(UnstorableValuesMixin, NetBoxModelViewSet):
    """proxbox-api services. No background writes: they would leave the API key in NetBox's task queue."""

    queryset = ProxboxBackend.objects.all()
    serializer_class = serializers.ProxboxBackendSerializer
    filterset_class = filtersets.ProxboxBackendFilterSet
    background_enabled = False


REMOVE_RECORD = OpenApiParameter(
    'remove_record',
    OpenApiTypes.BOOL,
    description=_(
        'Have the record with the login removed that the old proxbox-api keeps of an endpoint which is deleted or gets '
        'another backend. Another NetBox may be using it.'
    ),
)
TAKES_REMOVE_RECORD = extend_schema(parameters=[REMOVE_RECORD])


def _asks_for_removal(request: Request) -> bool:
    """Tell what the parameter says. Raises ValidationError for what is neither true nor false."""
    try:
        return bool(BooleanField().run_validation(request.query_params.get(REMOVE_RECORD.name, False)))
    except ValidationError as error:
        raise ValidationError({REMOVE_RECORD.name: error.detail}) from error


@extend_schema_view(update=TAKES_REMOVE_RECORD, partial_update=TAKES_REMOVE_RECORD, destroy=TAKES_REMOVE_RECORD)
class ProxmoxEndpointViewSet(UnstorableValuesMixin, SyncActionsMixin):
    """Proxmox VE API addresses. No background writes: they would leave the login in NetBox's task queue."""

    queryset = ProxmoxEndpoint.objects.annotate(is_overdue=overdue_condition())
    serializer_class = serializers.ProxmoxEndpointSerializer
    filterset_class = filtersets.ProxmoxEndpointFilterSet
    background_enabled = False

    def __init__(self, **kwargs: Any) -> None:
        """Begin a request, which has given up nothing yet."""
        super().__init__(**kwargs)
        self._leftovers: dict[int, Leftover] = {}

    def get_queryset(self) -> QuerySet[ProxmoxEndpoint]:
        """Load the last runs with the endpoints, if they are asked for."""
        endpoints: QuerySet[ProxmoxEndpoint] = super().get_queryset()
        if 'last_run' in self.response_fields:
            return endpoints.prefetch_related(last_run_prefetch(self.request.user))
        return endpoints

    def perform_update(self, serializer: Any) -> None:
        """Change one of what a request names and, if it says so, remove its record from a backend that it left."""
        self._note_what_would_be_left_of(serializer.instance)
        super().perform_update(serializer)

    def perform_destroy(self, instance: ProxmoxEndpoint) -> None:
        """Delete one of what a request names and, if it says so, its record in proxbox-api."""
        self._note_what_would_be_left_of(instance)
        super().perform_destroy(instance)

    def finalize_response(self, request: Any, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Have all records removed at once that the request has given up: a broker may let each message wait."""
        if self._leftovers:
            request_removal(given_up(self._leftovers), self.request.user)
        return super().finalize_response(request, response, *args, **kwargs)

    def _note_what_would_be_left_of(self, endpoint: ProxmoxEndpoint) -> None:
        """Look what the database has of an endpoint: the serializer has already put the new values into the object."""
        if _asks_for_removal(self.request):
            self._leftovers |= leftovers_of(ProxmoxEndpoint.objects.filter(pk=endpoint.pk))


class ProxmoxClusterViewSet(UnstorableValuesMixin, LinkActionsMixin):
    """Proxmox VE clusters."""

    queryset = ProxmoxCluster.objects.all()
    serializer_class = serializers.ProxmoxClusterSerializer
    filterset_class = filtersets.ProxmoxClusterFilterSet


class ProxmoxNodeViewSet(UnstorableValuesMixin, LinkActionsMixin):
    """Proxmox VE nodes with the metrics of the last reading."""

    queryset = ProxmoxNode.objects.all()
    serializer_class = serializers.ProxmoxNodeSerializer
    filterset_class = filtersets.ProxmoxNodeFilterSet
    # The default leaves out what is no column: the percentages.
    ordering_fields = '__all__'


class SyncRunViewSet(UnstorableValuesMixin, RunActionsMixin, DestroyModelMixin, NetBoxReadOnlyModelViewSet):
    """Runs, to be read; those that have ended can be deleted, plans applied, and what they deleted restored."""

    queryset = SyncRun.objects.defer('readings')
    serializer_class = serializers.SyncRunSerializer
    filterset_class = filtersets.SyncRunFilterSet

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete an ended run; answer 409 for an active one."""
        try:
            return super().destroy(request, *args, **kwargs)
        except AbortRequest as refusal:
            return Response({'detail': refusal.message}, status=status.HTTP_409_CONFLICT)
