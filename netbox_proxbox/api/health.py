"""Health and metrics for machines: whoever has a valid token may ask."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from prometheus_client import CONTENT_TYPE_LATEST
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from netbox_proxbox import health, prometheus
from netbox_proxbox.health.findings import Level, worst_of

__all__ = ('HealthView', 'MetricsView')

LEVELS = [level.value for level in Level]


class FindingSerializer(serializers.Serializer):
    """One part of the system and how it is."""

    subject = serializers.CharField()
    level = serializers.ChoiceField(choices=LEVELS)
    summary = serializers.CharField()
    cure = serializers.CharField(allow_blank=True)


class HealthSerializer(serializers.Serializer):
    """All findings, and the worst of their levels."""

    status = serializers.ChoiceField(choices=LEVELS)
    findings = FindingSerializer(many=True)


class HealthView(APIView):
    """How the whole system is, in words."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id='plugins_proxbox_health_retrieve',
        responses={
            200: HealthSerializer,
            503: OpenApiResponse(HealthSerializer, description=_('Something does not work')),
        },
    )
    def get(self, request: Request) -> Response:
        """Answer 200, or 503 when any finding is an error."""
        findings = health.findings()
        worst = worst_of(findings)
        code = status.HTTP_503_SERVICE_UNAVAILABLE if worst == Level.ERROR else status.HTTP_200_OK
        return Response(HealthSerializer({'status': worst, 'findings': findings}).data, status=code)


class PrometheusRenderer(BaseRenderer):
    """The text that Prometheus reads; a refusal is a comment in it."""

    media_type = 'text/plain'
    format = 'prometheus'

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Return the exposition as it is."""
        return data if isinstance(data, bytes) else f'# {data.get("detail", data)}\n'.encode()


class MetricsView(APIView):
    """The plugin's metrics in the text format of Prometheus."""

    permission_classes = [IsAuthenticated]
    # Prometheus names the version of its format where NetBox expects one of its own.
    versioning_class = None
    renderer_classes = [PrometheusRenderer]

    @extend_schema(
        operation_id='plugins_proxbox_metrics_retrieve', responses={(200, CONTENT_TYPE_LATEST): OpenApiTypes.STR}
    )
    def get(self, request: Request) -> Response:
        """Compute and return all metrics."""
        return Response(prometheus.exposition(), content_type=CONTENT_TYPE_LATEST)
