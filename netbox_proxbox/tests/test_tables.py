"""NetBox's suite over the tables: every column that can be ordered by renders."""

from utilities.testing import TableTestCases

from netbox_proxbox import models, tables


class ProxboxBackendTableTest(TableTestCases.StandardTableTestCase):
    table = tables.ProxboxBackendTable


class ProxmoxEndpointTableTest(TableTestCases.StandardTableTestCase):
    table = tables.ProxmoxEndpointTable


class ProxmoxClusterTableTest(TableTestCases.StandardTableTestCase):
    table = tables.ProxmoxClusterTable


class ProxmoxNodeTableTest(TableTestCases.StandardTableTestCase):
    table = tables.ProxmoxNodeTable


class EndpointNodeTableTest(TableTestCases.StandardTableTestCase):
    table = tables.EndpointNodeTable
    queryset_sources = [('ProxmoxEndpointNodesView', models.ProxmoxNode.objects.all())]


class SyncRunTableTest(TableTestCases.StandardTableTestCase):
    table = tables.SyncRunTable
