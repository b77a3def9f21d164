"""NetBox's configuration under devstack: NETBOX_CONFIGURATION names this module."""

from devstack.ports import HOST
from devstack.site_settings import SiteSettings

_site = SiteSettings.from_environment()
_valkey = {'HOST': HOST, 'PORT': _site.valkey_port, 'PASSWORD': _site.valkey_password}
if _site.sentinels:
    _valkey = {
        'SENTINELS': [(host, port) for host, port in _site.sentinels],
        'SENTINEL_SERVICE': _site.sentinel_service,
        'PASSWORD': _site.valkey_password,
    }
if _site.valkey_authority:
    _valkey |= {'SSL': True, 'CA_CERT_PATH': _site.valkey_authority}

ALLOWED_HOSTS = [HOST, 'localhost']
SECRET_KEY = _site.secret_key
API_TOKEN_PEPPERS = {1: _site.token_pepper}
DATABASES = {
    'default': {
        'NAME': _site.database,
        'USER': 'netbox',
        'PASSWORD': _site.postgres_password,
        'HOST': HOST,
        'PORT': _site.postgres_port,
        'CONN_MAX_AGE': 300,
        # A copy of a migrated database: 0.3 s instead of the minutes that NetBox's migrations take.
        'TEST': {'TEMPLATE': _site.database_template},
    }
}
REDIS = {
    'tasks': {**_valkey, 'DATABASE': _site.valkey_first_database},
    'caching': {**_valkey, 'DATABASE': _site.valkey_first_database + 1},
}
PLUGINS = ['netbox_proxbox'] if _site.with_plugin else []
if _site.with_branching:
    from netbox_branching.utilities import DynamicSchemaDict

    DATABASES = DynamicSchemaDict(DATABASES)
    DATABASE_ROUTERS = ['netbox_branching.database.BranchAwareRouter']
    PLUGINS.append('netbox_branching')
PLUGINS_CONFIG = {
    'netbox_proxbox': {
        'encryption_keys': [_site.encryption_key],
        'redis_database': _site.redis_database,
        'broker_url': _site.broker_url,
        'flower_url': _site.flower_url,
    }
}

LOGGING = {
    'version': 1,
    'disable_existing_loggers': False,
    'formatters': {'line': {'format': '{asctime} {levelname} {name}: {message}', 'style': '{'}},
    'handlers': {'console': {'class': 'logging.StreamHandler', 'formatter': 'line'}},
    'root': {'level': 'INFO', 'handlers': ['console']},
}

# Nothing of this leaves the machine.
CENSUS_REPORTING_ENABLED = False
ISOLATED_DEPLOYMENT = True
RELEASE_CHECK_URL = None
