"""The addresses of the REST API."""

from django.urls import path
from netbox.api.routers import NetBoxRouter

from . import health, views

app_name = 'netbox_proxbox-api'

router = NetBoxRouter()
router.APIRootView = views.ProxboxRootView
router.register('backends', views.ProxboxBackendViewSet)
router.register('endpoints', views.ProxmoxEndpointViewSet)
router.register('clusters', views.ProxmoxClusterViewSet)
router.register('nodes', views.ProxmoxNodeViewSet)
router.register('sync-runs', views.SyncRunViewSet)

urlpatterns = [
    path('health/', health.HealthView.as_view(), name='health'),
    path('metrics/', health.MetricsView.as_view(), name='metrics'),
    *router.urls,
]
