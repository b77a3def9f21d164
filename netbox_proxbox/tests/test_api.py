"""NetBox's REST and GraphQL suites."""

from utilities.testing import APIViewTestCases

from netbox_proxbox import models

from . import estate

BRIEF = ['description', 'display', 'id', 'name', 'url']
NAMESPACE = 'plugins-api:netbox_proxbox'


class ProxboxBackendAPITest(APIViewTestCases.APIViewTestCase):
    model = models.ProxboxBackend
    view_namespace = NAMESPACE
    graphql_base_name = 'proxbox_backend'
    brief_fields = BRIEF
    validation_excluded_fields = ['api_key']
    bulk_update_data = {'description': 'New', 'timeout': 20}
    bulk_update_invalid_data = {'timeout': 0}

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_backends()
        cls.create_data = [
            {'name': f'Backend {i}', 'base_url': f'https://proxbox-{i}.example.net', 'api_key': 's' * 32}
            for i in range(4, 7)
        ]
        for data in cls.create_data:
            data['max_concurrent'] = 4


class ProxmoxEndpointAPITest(APIViewTestCases.APIViewTestCase):
    model = models.ProxmoxEndpoint
    view_namespace = NAMESPACE
    brief_fields = BRIEF
    validation_excluded_fields = ['password', 'token_value', 'sync_interval', 'sync_crontab']
    bulk_update_data = {'description': 'New', 'timeout': 20}
    bulk_update_invalid_data = {'port': 0}

    @classmethod
    def setUpTestData(cls) -> None:
        backend_id = estate.make_endpoints()[0].backend_id
        login = {'username': 'sync@pve', 'token_name': 'netbox', 'token_value': 'not-to-be-shown'}
        cls.create_data = [
            {'name': f'Endpoint {i}', 'backend': backend_id, 'ip_address': f'192.0.2.{i}', **login} for i in range(4, 7)
        ]
        # A new address asks for the secrets again.
        cls.update_data = {**cls.create_data[0], 'password': 'entered-again'}


class ProxmoxClusterAPITest(APIViewTestCases.APIViewTestCase):
    model = models.ProxmoxCluster
    view_namespace = NAMESPACE
    brief_fields = BRIEF
    bulk_update_data = {'quorate': True, 'nodes_count': 9}
    bulk_update_invalid_data = {'mode': 'swarm'}

    @classmethod
    def setUpTestData(cls) -> None:
        endpoints = [cluster.endpoint for cluster in estate.make_clusters(6)]
        models.ProxmoxCluster.objects.filter(endpoint__in=endpoints[3:]).delete()
        cls.create_data = [
            {'name': f'Cluster {endpoint.pk}', 'endpoint': endpoint.pk, 'mode': 'cluster', 'nodes_count': 3}
            for endpoint in endpoints[3:]
        ]


class ProxmoxNodeAPITest(APIViewTestCases.APIViewTestCase):
    model = models.ProxmoxNode
    view_namespace = NAMESPACE
    brief_fields = BRIEF
    bulk_update_data = {'online': True, 'max_cpu': 64}
    bulk_update_invalid_data = {'ip_address': '10.0.0.300'}

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_nodes()
        cluster = models.ProxmoxCluster.objects.earliest('pk')
        cls.create_data = [
            {
                'name': f'pve-{i}',
                'endpoint': cluster.endpoint_id,
                'proxmox_cluster': cluster.pk,
                'node_id': i,
                'ip_address': f'2001:db8::{i}',
                'memory_usage': 2**40,
            }
            for i in range(4, 7)
        ]


class SyncRunAPITest(
    APIViewTestCases.GetObjectViewTestCase,
    APIViewTestCases.ListObjectsViewTestCase,
    APIViewTestCases.GraphQLTestCase,
):
    model = models.SyncRun
    view_namespace = NAMESPACE
    graphql_base_name = 'proxbox_sync_run'
    brief_fields = ['display', 'id', 'requested_at', 'status', 'url']

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_runs()
