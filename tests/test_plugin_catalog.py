"""What the catalog of NetBox's plugins is told is what the plugin says of itself."""

import tomllib

import yaml

from devstack.paths import ROOT
from netbox_proxbox import ProxboxConfig


def test_the_catalog_is_told_what_is() -> None:
    told = yaml.safe_load((ROOT / 'netbox-plugin.yaml').read_text())

    assert told == {
        'schema_version': 1,
        'package_name': tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['name'],
        'plugin_name': ProxboxConfig.name,
        'netbox_min': ProxboxConfig.min_version,
        'netbox_max': ProxboxConfig.max_version,
        'config': {
            'required_settings': ProxboxConfig.required_settings,
            'default_settings': ProxboxConfig.default_settings,
        },
    }
