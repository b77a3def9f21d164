"""Other plugins of PyPI that support this NetBox, and the configuration of a NetBox that has them, too."""

__all__ = ('CONFIGURATION', 'OPEN', 'OTHERS', 'ROWS', 'THEIRS')

OTHERS = {
    'netbox-bgp': '0.20.2',
    'netbox-topology-views': '5.0.0',
    'netboxlabs-netbox-branching': '1.2.2',
}
# Behind the lines of README.md. netbox-branching wants to be the last one, and what stands below it.
CONFIGURATION = """
PLUGINS += ['netbox_bgp', 'netbox_topology_views', 'netbox_branching']
from netbox_branching.utilities import DynamicSchemaDict
DATABASES = DynamicSchemaDict(DATABASES)
DATABASE_ROUTERS = ['netbox_branching.database.BranchAwareRouter']
"""
# For NetBox's shell: links what was read to objects of NetBox's, and prints a row of each model, by its name.
ROWS = """
import json
from dcim.models import DeviceRole, DeviceType, Manufacturer
from virtualization.models import ClusterType
name = dict(name='Proxmox', slug='proxmox')
kind = DeviceType.objects.create(model='Host', slug='host', manufacturer=Manufacturer.objects.create(**name))
about = dict(site=Site.objects.create(**name), role=DeviceRole.objects.create(**name), device_type=kind)
device = Device.objects.create(name='pve1', **about)
cluster = Cluster.objects.create(name='lab', type=ClusterType.objects.create(**name))
ProxboxBackend.objects.get_or_create(name='main', defaults={'base_url': 'http://192.0.2.1:8800'})
node, found = ProxmoxNode.objects.first(), ProxmoxCluster.objects.first()
node.netbox_device, found.netbox_cluster = device, cluster
node.save(), found.save()
ours = [ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun]
rows = {model._meta.model_name: model.objects.first().pk for model in ours}
print(json.dumps({**rows, 'device': device.pk, 'cluster': cluster.pk}))
"""
# Pages that stand beside ours, also those of objects that show something of ours and of theirs.
THEIRS = (
    '/',
    '/dcim/devices/',
    '/dcim/devices/{device}/',
    '/dcim/devices/{device}/proxmox-link/',
    '/plugins/bgp/session/',
    '/plugins/branching/branches/',
    '/plugins/netbox_topology_views/topology/',
    '/virtualization/clusters/{cluster}/',
    '/virtualization/clusters/{cluster}/proxmox-link/',
)
# For NetBox's shell: prints what its checks say, and which of the addresses do not open.
OPEN = """
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client
settings.ALLOWED_HOSTS = ['testserver']
client = Client()
client.force_login(User.objects.create_superuser('somebody'))
answers = {{address: client.get(address, follow=True).status_code for address in {addresses}}}
print(run_checks(), len(answers), 'pages but', {{address: code for address, code in answers.items() if code != 200}})
"""
