"""NetBox's suites over the pages."""

from utilities.testing import ViewTestCases
from utilities.testing.views import ModelViewTestCase

from netbox_proxbox import models

from . import estate

RENAME = {'find': '^(.*)$', 'replace': '\\1X', 'use_regex': True}


class PluginPagesMixin(ModelViewTestCase):
    def _get_base_url(self) -> str:
        return f'plugins:netbox_proxbox:{self.model._meta.model_name}_{{}}'


class ProxboxBackendPagesTest(
    PluginPagesMixin, ViewTestCases.PrimaryObjectViewTestCase, ViewTestCases.BulkRenameObjectsViewTestCase
):
    model = models.ProxboxBackend
    rename_data = RENAME
    # There is no label, the second name that NetBox's device components have.
    test_bulk_rename_label_field = test_bulk_rename_name_and_label_fields = None

    @classmethod
    def setUpTestData(cls) -> None:
        first, second, third = estate.make_backends()
        cls.validation_excluded_fields = ['api_key']
        cls.form_data = {
            'name': 'Backend X',
            'base_url': 'https://proxbox.example.net:8443',
            'api_key': 'x' * 32,
            'verify_tls': True,
            'enabled': True,
            'max_concurrent': 4,
            'timeout': 20,
            'description': 'A new backend',
        }
        cls.csv_data = (
            'name,base_url,api_key,max_concurrent,timeout',
            f'Backend 4,http://proxbox-4:8800,{"k" * 32},2,30',
            f'Backend 5,http://proxbox-5:8800,{"k" * 32},3,30',
            f'Backend 6,http://proxbox-6:8800,{"k" * 32},4,30',
        )
        cls.csv_update_data = (
            'id,name,description',
            f'{first.pk},Backend 7,New description7',
            f'{second.pk},Backend 8,New description8',
            f'{third.pk},Backend 9,New description9',
        )
        cls.bulk_edit_data = {'enabled': False, 'timeout': 10, 'description': 'New description'}


class ProxmoxEndpointPagesTest(
    PluginPagesMixin, ViewTestCases.PrimaryObjectViewTestCase, ViewTestCases.BulkRenameObjectsViewTestCase
):
    model = models.ProxmoxEndpoint
    rename_data = RENAME
    # There is no label, the second name that NetBox's device components have.
    test_bulk_rename_label_field = test_bulk_rename_name_and_label_fields = None

    @classmethod
    def setUpTestData(cls) -> None:
        first, second, third = estate.make_endpoints()
        cls.validation_excluded_fields = ['password', 'token_value']
        cls.form_data = {
            'name': 'Endpoint X',
            'backend': first.backend_id,
            'ip_address': '2001:db8::1',
            'port': 8006,
            'username': 'netbox@pve',
            'password': 'not-to-be-shown',
            'token_name': 'sync',
            'token_value': 'not-to-be-shown',
            'verify_ssl': False,
            'enabled': True,
            'timeout': 10,
        }
        cls.csv_data = (
            'name,backend,domain,port,username,password',
            'Endpoint 4,Backend 1,pve-4.example.net,8006,root@pam,not-to-be-shown',
            'Endpoint 5,Backend 1,pve-5.example.net,8006,root@pam,not-to-be-shown',
            'Endpoint 6,Backend 2,pve-6.example.net,8006,root@pam,not-to-be-shown',
        )
        cls.csv_update_data = (
            'id,name,description',
            f'{first.pk},Endpoint 7,New description7',
            f'{second.pk},Endpoint 8,New description8',
            f'{third.pk},Endpoint 9,New description9',
        )
        cls.bulk_edit_data = {'enabled': False, 'timeout': 10, 'description': 'New description'}


class ProxmoxClusterPagesTest(PluginPagesMixin, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.ProxmoxCluster

    @classmethod
    def setUpTestData(cls) -> None:
        clusters = estate.make_clusters(7)
        endpoints = [cluster.endpoint for cluster in clusters]
        models.ProxmoxCluster.objects.filter(endpoint__in=endpoints[3:]).delete()
        cls.validation_excluded_fields = ['endpoint', 'name', 'mode', 'nodes_count', 'quorate', 'version']
        cls.form_data = {
            'endpoint': endpoints[6].pk,
            'name': 'Cluster X',
            'mode': 'cluster',
            'nodes_count': 3,
            'quorate': True,
            'version': 9,
            'description': 'A new cluster',
        }
        cls.csv_data = (
            'name,endpoint,mode,nodes_count,quorate',
            *(f'Cluster {endpoint.name},{endpoint.name},cluster,3,true' for endpoint in endpoints[3:6]),
        )
        cls.csv_update_data = (
            'id,name,description',
            *(f'{cluster.pk},Cluster {cluster.pk} X,New description{cluster.pk}' for cluster in clusters[:3]),
        )
        cls.bulk_edit_data = {'description': 'New description'}


class ProxmoxNodePagesTest(PluginPagesMixin, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.ProxmoxNode

    @classmethod
    def setUpTestData(cls) -> None:
        nodes = estate.make_nodes()
        metrics = {'cpu_usage': 0.5, 'max_cpu': 8, 'memory_usage': 2**33, 'max_memory': 2**34, 'uptime': 90}
        metrics |= {'disk_usage': 2**33, 'max_disk': 2**35}
        synced = {'endpoint': nodes[0].endpoint_id, 'name': 'node-x', 'node_id': 9, 'ip_address': '10.0.0.9', **metrics}
        cls.validation_excluded_fields = list(synced)
        cls.form_data = {**synced, 'description': 'A new node'}
        cls.csv_data = (
            'name,endpoint,node_id,ip_address,online',
            'node-4,Endpoint 1,4,10.0.0.4,true',
            'node-5,Endpoint 1,5,10.0.0.5,false',
            'node-6,Endpoint 2,6,2001:db8::6,true',
        )
        cls.csv_update_data = (
            'id,name,description',
            *(f'{node.pk},{node.name}-x,New description{node.pk}' for node in nodes),
        )
        cls.bulk_edit_data = {'description': 'New description'}


class SyncRunPagesTest(
    PluginPagesMixin,
    ViewTestCases.GetObjectViewTestCase,
    ViewTestCases.DeleteObjectViewTestCase,
    ViewTestCases.ListObjectsViewTestCase,
    ViewTestCases.BulkDeleteObjectsViewTestCase,
):
    model = models.SyncRun

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_runs()
