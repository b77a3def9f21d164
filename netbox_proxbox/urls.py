"""The addresses of the pages, under /plugins/proxbox/."""

from django.urls import URLPattern, URLResolver, include, path
from utilities.urls import get_model_urls

from . import views

PAGES = {
    'endpoints/proxmox': 'proxmoxendpoint',
    'endpoints/proxbox-api': 'proxboxbackend',
    'clusters': 'proxmoxcluster',
    'nodes': 'proxmoxnode',
    'sync-runs': 'syncrun',
}


def _pages_of(address: str, model_name: str) -> list[URLPattern | URLResolver]:
    return [
        path(f'{address}/', include(get_model_urls('netbox_proxbox', model_name, detail=False))),
        path(f'{address}/<int:pk>/', include(get_model_urls('netbox_proxbox', model_name))),
    ]


urlpatterns = [
    path('health/', views.HealthView.as_view(), name='health'),
    path('unlinked/', views.UnlinkedView.as_view(), name='unlinked'),
    path('schedules/', views.SchedulesView.as_view(), name='schedules'),
    *(pattern for address, model_name in PAGES.items() for pattern in _pages_of(address, model_name)),
]
