"""Settings that cannot work are refused in words when NetBox starts."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from netbox_proxbox import ProxboxConfig
from netbox_proxbox.configuration import CHECKS, NEW_KEY_COMMAND, check_settings

KEY = Fernet.generate_key().decode()


def settings_with(**values: Any) -> dict[str, Any]:
    return {**ProxboxConfig.default_settings, **values}


def problem_with(**values: Any) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        check_settings(settings_with(**values))
    return str(caught.value)


def test_the_defaults_work() -> None:
    check_settings(ProxboxConfig.default_settings)


def test_every_setting_has_a_check() -> None:
    assert set(CHECKS) == set(ProxboxConfig.default_settings)


@pytest.mark.parametrize(
    'values',
    [
        {'encryption_keys': [KEY]},
        {'encryption_keys': (KEY, Fernet.generate_key())},
        {'broker_url': 'amqp://user:password@rabbit//', 'result_backend': 'redis+socket:///run/redis.sock'},
        {'flower_url': 'https://flower.example.net/'},
        {'redis_database': 0, 'max_in_flight': 1},
        {'when_node_disappears': 'keep', 'keep_readings': 1, 'deletion_limit': 0},
        {'keep_readings': 32767, 'deletion_limit': 100},
        {'link_nodes': 'off', 'link_clusters': 'by-rule'},
    ],
)
def test_what_works(values: dict[str, Any]) -> None:
    check_settings(settings_with(**values))


@pytest.mark.parametrize(
    ('values', 'expected'),
    [
        ({'encryption_keys': KEY}, "'encryption_keys' must be a list of Fernet keys"),
        ({'encryption_keys': [KEY, 'short']}, f'at place 2; make one with "{NEW_KEY_COMMAND}"'),
        ({'encryption_keys': [None]}, 'at place 1'),
        ({'broker_url': 'localhost:6379'}, "'broker_url' must be a URL with a scheme, or None"),
        ({'broker_url': 'localhost'}, "'broker_url' must be a URL with a scheme, or None"),
        ({'broker_url': 'redis://:pa/ss@h:6379/3'}, "'broker_url' cannot be read: percent-encode"),
        ({'broker_url': 'redis://:12/ss@h:6379/3'}, "'broker_url' cannot be read: percent-encode"),
        ({'broker_url': 'redis://:pa[ss@h:6379/3'}, "'broker_url' cannot be read: percent-encode"),
        ({'broker_url': 'sentinel://a:1/2;sentinel://b:1/2'}, "'broker_url' cannot name Sentinels: NetBox's REDIS"),
        ({'result_backend': 'sentinel://a:1/2;sentinel://:pa#ss@b:1/2'}, "'result_backend' cannot be read"),
        ({'result_backend': 6379}, "'result_backend' must be"),
        ({'flower_url': ''}, "'flower_url' must be"),
        ({'redis_database': -1}, "'redis_database' must be a whole number of at least 0"),
        ({'redis_database': '2'}, "'redis_database' must be"),
        ({'max_in_flight': 0}, "'max_in_flight' must be a whole number of at least 1"),
        ({'max_in_flight': True}, "'max_in_flight' must be"),
        ({'redis_key_prefix': ''}, "'redis_key_prefix' must be a text"),
        ({'when_node_disappears': 'hide'}, "'when_node_disappears' must be one of 'delete', 'keep'"),
        ({'keep_readings': 0}, "'keep_readings' must be a whole number from 1 to 32767"),
        ({'deletion_limit': 101}, "'deletion_limit' must be a whole number from 0 to 100"),
        ({'deletion_limit': True}, "'deletion_limit' must be"),
        ({'link_nodes': 'create'}, "'link_nodes' must be one of 'off', 'by-rule'"),
        ({'link_clusters': None}, "'link_clusters' must be one of 'off', 'by-rule'"),
        ({'keep_tag': ''}, "'keep_tag' must be a text"),
        ({'service_user': None}, "'service_user' must be a text"),
        ({'broker': 'redis://localhost'}, "'broker' is not a setting of this plugin"),
    ],
)
def test_what_cannot_work_is_named(values: dict[str, Any], expected: str) -> None:
    problem = problem_with(**values)

    assert problem.startswith("PLUGINS_CONFIG['netbox_proxbox']: ")
    assert expected in problem


def test_all_problems_are_told_at_once_and_no_value_is() -> None:
    problem = problem_with(encryption_keys=['hunter2'], max_in_flight=0, broker_url='hunter2')

    assert problem.count(';') >= 2
    assert 'hunter2' not in problem
