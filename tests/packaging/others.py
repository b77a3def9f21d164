"""Other plugins of PyPI that support this NetBox, and the configuration of a NetBox that has them, too."""

__all__ = ('CONFIGURATION', 'OTHERS', 'PAGES')

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
# For NetBox's shell: prints what its checks say, and which pages do not open, of ours and of what stands beside them.
PAGES = """
from django.apps import apps
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from users.models import User
from utilities.views import get_action_url
settings.ALLOWED_HOSTS = ['testserver']
client = Client()
client.force_login(User.objects.create_superuser('somebody'))
models = [model for model in apps.get_app_config('netbox_proxbox').get_models() if hasattr(model, 'docs_url')]
ours = [get_action_url(model, action=action) for model in models for action in ('list', 'add', 'bulk_import', 'help')]
theirs = ['plugins:netbox_topology_views:home', 'plugins:netbox_bgp:bgpsession_list', 'dcim:device_list', 'home']
answers = {address: client.get(address, follow=True).status_code for address in [*ours, *map(reverse, theirs)]}
print(run_checks(), len(answers), 'pages but', {address: code for address, code in answers.items() if code != 200})
"""
