"""The addresses of the REST API."""

from netbox.api.routers import NetBoxRouter

from . import views

app_name = 'netbox_proxbox-api'

router = NetBoxRouter()
router.APIRootView = views.ProxboxRootView
router.register('backends', views.ProxboxBackendViewSet)
router.register('endpoints', views.ProxmoxEndpointViewSet)
router.register('clusters', views.ProxmoxClusterViewSet)
router.register('nodes', views.ProxmoxNodeViewSet)
router.register('sync-runs', views.SyncRunViewSet)

urlpatterns = router.urls
