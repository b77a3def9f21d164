"""NetBox's filterset suite: every field of a model has its filter."""

from django.test import TestCase
from utilities.testing import BaseFilterSetTestMixin, ChangeLoggedFilterSetTestMixin

from netbox_proxbox import filtersets, models

from . import estate


class ProxboxBackendFilterSetTest(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ProxboxBackend.objects.all()
    filterset = filtersets.ProxboxBackendFilterSet
    ignore_fields = ('api_key', 'pause_cause', 'failures')

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_backends()


class ProxmoxEndpointFilterSetTest(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ProxmoxEndpoint.objects.all()
    filterset = filtersets.ProxmoxEndpointFilterSet
    ignore_fields = (
        *('password', 'token_value', 'ca_certificate', 'members', 'pause_cause', 'details_read_at'),
        *('registered_id', 'registered_name', 'registered_digest', 'members_read_as', 'root_ca'),
        *('held_reading', 'held_decision'),
    )

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_endpoints()


class ProxmoxClusterFilterSetTest(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ProxmoxCluster.objects.all()
    filterset = filtersets.ProxmoxClusterFilterSet
    ignore_fields = ('link_candidates', 'link_ignored')

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_clusters()


class ProxmoxNodeFilterSetTest(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ProxmoxNode.objects.all()
    filterset = filtersets.ProxmoxNodeFilterSet
    ignore_fields = ('link_candidates', 'link_ignored', 'followed_status', 'deletion_confirmed_at')

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_nodes()


class SyncRunFilterSetTest(BaseFilterSetTestMixin, TestCase):
    queryset = models.SyncRun.objects.all()
    filterset = filtersets.SyncRunFilterSet
    ignore_fields = (
        'stages',
        'readings',
        'result',
        'changes',
        'warnings',
        'cause',
        'cure',
        'events',
        'last_step_at',
        'plan',
    )

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_runs()
