"""Where Celery's messages go, from NetBox's own Redis settings or from elsewhere."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from celery import Celery
from django.conf import settings
from kombu import Connection
from netbox import settings as netbox_settings

from netbox_proxbox.messages import broker

SPECIAL = 'p@ss/w:rd?#%'


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, configure: Callable[..., None]) -> None:
    """No environment, and not the database that this test process has to itself."""
    configure(redis_database=2)
    monkeypatch.delenv('PROXBOX_BROKER_URL', raising=False)
    monkeypatch.delenv('PROXBOX_RESULT_BACKEND', raising=False)


@pytest.fixture
def netbox_redis(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set what NetBox's configuration says of its Redis for tasks."""

    def change(**redis: Any) -> None:
        monkeypatch.setitem(settings.REDIS, 'tasks', redis)

    return change


def connection_parameters() -> dict[str, Any]:
    """What kombu makes of it."""
    url = broker.broker_url()
    found = Connection(url, ssl=broker.tls_options(url) or False, transport_options=broker.sentinel_options(url))
    return {'host': found.hostname, 'port': found.port, 'user': found.userid, 'password': found.password} | {
        'database': found.virtual_host,
        'tls': found.ssl,
    }


def backend_parameters() -> dict[str, Any]:
    """What Celery's result backend makes of it."""
    url = broker.result_backend()
    app = Celery('test', backend=url, set_as_current=False)
    app.conf.redis_backend_use_ssl = broker.tls_options(url)
    app.conf.result_backend_transport_options = broker.sentinel_options(url)
    parameters: dict[str, Any] = app.backend.connparams  # type: ignore[attr-defined]
    return parameters


def test_netbox_without_a_word_is_on_this_host(netbox_redis: Callable[..., None]) -> None:
    netbox_redis()

    assert broker.broker_url() == broker.result_backend() == 'redis://localhost:6379/2'
    assert broker.tls_options(broker.broker_url()) is None
    assert broker.sentinel_options(broker.broker_url()) == {}


def test_netboxs_redis_in_a_database_of_our_own(
    netbox_redis: Callable[..., None], configure: Callable[..., None]
) -> None:
    netbox_redis(HOST='redis.example.net', PORT=6380, DATABASE=0)
    configure(redis_database=7)

    assert broker.broker_url() == 'redis://redis.example.net:6380/7'


def test_a_login_with_special_characters_arrives_as_it_is(netbox_redis: Callable[..., None]) -> None:
    netbox_redis(HOST='redis', PORT=6379, USERNAME='net@box', PASSWORD=SPECIAL)

    assert connection_parameters() == {
        'host': 'redis',
        'port': 6379,
        'user': 'net@box',
        'password': SPECIAL,
        'database': '2',
        'tls': False,
    }
    assert backend_parameters()['password'] == SPECIAL


def test_a_password_alone(netbox_redis: Callable[..., None]) -> None:
    netbox_redis(HOST='redis', PASSWORD=SPECIAL, USERNAME=None)

    assert (connection_parameters()['user'], connection_parameters()['password']) == (None, SPECIAL)


def test_an_ipv6_address(netbox_redis: Callable[..., None]) -> None:
    netbox_redis(HOST='2001:db8::1', PORT=6379)

    assert connection_parameters()['host'] == '2001:db8::1'


@pytest.mark.parametrize(
    ('settings_of_netbox', 'expected'),
    [
        ({}, {'ssl_cert_reqs': 'required'}),
        ({'INSECURE_SKIP_TLS_VERIFY': True}, {'ssl_cert_reqs': 'none'}),
        ({'CA_CERT_PATH': '/ca.pem'}, {'ssl_cert_reqs': 'required', 'ssl_ca_certs': '/ca.pem'}),
    ],
)
def test_tls_as_netbox_has_it(
    netbox_redis: Callable[..., None], settings_of_netbox: dict[str, Any], expected: dict[str, Any]
) -> None:
    netbox_redis(HOST='redis', SSL=True, **settings_of_netbox)

    assert broker.broker_url() == 'rediss://redis:6379/2'
    assert broker.tls_options(broker.broker_url()) == expected
    assert 'SSLConnection' in str(backend_parameters()['connection_class'])


def test_a_certificate_of_ones_own_as_netbox_has_it(netbox_redis: Callable[..., None]) -> None:
    netbox_redis(HOST='redis', SSL=True, KWARGS={'ssl_certfile': '/own.pem', 'health_check_interval': 5})

    found = broker.tls_options(broker.broker_url())
    assert found == {'ssl_cert_reqs': 'required', 'ssl_certfile': '/own.pem'}
    assert backend_parameters()['ssl_certfile'] == '/own.pem'


@pytest.mark.parametrize(
    ('url', 'expected'),
    [
        ('redis://redis:6379?db=0', 'redis://redis:6379/2'),
        ('redis://redis:6379/0?socket_timeout=5', 'redis://redis:6379/2'),
        ('redis://redis:6379/0?password=p%40ss', 'redis://:p%40ss@redis:6379/2'),
        ('redis://redis/0?username=me&password=p%40ss', 'redis://me:p%40ss@redis/2'),
        ('rediss://redis/0?ssl_ca_certs=%2Fca.pem&db=1', 'rediss://redis/2?ssl_ca_certs=%2Fca.pem'),
        ('unix:///run/redis.sock?db=0&password=p%40ss', 'redis+socket://:p%40ss@/run/redis.sock?virtual_host=2'),
    ],
)
def test_what_redis_py_takes_from_the_query_of_a_url(
    netbox_redis: Callable[..., None], url: str, expected: str
) -> None:
    netbox_redis(URL=url)

    assert broker.broker_url() == expected
    assert backend_parameters()['password'] == ('p@ss' if 'p%40ss' in url else None)


def test_a_url_of_netbox_in_our_database(netbox_redis: Callable[..., None]) -> None:
    netbox_redis(URL='rediss://:secret@redis:6380/0')

    assert broker.broker_url() == 'rediss://:secret@redis:6380/2'
    assert connection_parameters()['tls'] == {'ssl_cert_reqs': 'required'}


@pytest.mark.parametrize('url', ['redis://:pa/ss@h:6379/0', 'redis://:12?ss@h:6379/0', 'redis://:pa[ss@h:6379/0'])
def test_a_url_of_netbox_that_cannot_be_read_leads_nowhere_else(netbox_redis: Callable[..., None], url: str) -> None:
    netbox_redis(URL=url)

    assert broker.broker_url() == broker.result_backend() == url
    assert broker.tls_options(url) is None


@pytest.mark.parametrize('login', ['', ':p%40ss@', 'me:p%40ss@'])
def test_a_unix_socket_of_netbox(netbox_redis: Callable[..., None], login: str) -> None:
    netbox_redis(URL=f'unix://{login}/run/redis.sock?db=0')

    assert broker.broker_url() == f'redis+socket://{login}/run/redis.sock?virtual_host=2'
    assert broker.is_redis(broker.broker_url())
    found = backend_parameters()
    assert (found['path'], found['db'], found['password']) == ('/run/redis.sock', 2, 'p@ss' if login else None)


def test_the_sentinels_of_netbox(netbox_redis: Callable[..., None]) -> None:
    netbox_redis(SENTINELS=[('one', 26379), ('two', 26380)], SENTINEL_SERVICE='netbox', PASSWORD=SPECIAL)

    assert broker.broker_url().count('sentinel://') == 2
    assert broker.is_redis(broker.broker_url())
    assert broker.sentinel_options(broker.broker_url())['master_name'] == 'netbox'
    assert connection_parameters()['password'] == SPECIAL
    assert [host['host'] for host in backend_parameters()['hosts']] == ['one', 'two']


@pytest.mark.parametrize(('asked', 'timeout'), [({}, broker.SENTINEL_TIMEOUT), ({'SENTINEL_TIMEOUT': 5}, 5)])
def test_a_sentinel_that_hangs_is_given_up(
    netbox_redis: Callable[..., None], asked: dict[str, float], timeout: float
) -> None:
    netbox_redis(SENTINELS=[('one', 26379)], **asked)

    options = broker.sentinel_options(broker.broker_url())['sentinel_kwargs']

    assert options == {'socket_connect_timeout': timeout, 'socket_timeout': timeout, 'retry': None}


def test_there_is_no_tls_behind_sentinels_as_netbox_speaks_none(netbox_redis: Callable[..., None]) -> None:
    netbox_redis(SENTINELS=[('one', 26379)], SSL=True)

    of_netbox = inspect.getsource(netbox_settings).partition('if TASKS_REDIS_USING_SENTINEL:')[2].partition('\nel')[0]
    assert ('MASTER_NAME' in of_netbox, 'SSL' in of_netbox) == (True, False)
    assert broker.tls_options(broker.broker_url()) is None


def test_another_broker_is_not_given_what_is_netboxs(
    netbox_redis: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    netbox_redis(SENTINELS=[('one', 26379)], SSL=True, CA_CERT_PATH='/ca.pem')
    monkeypatch.setenv('PROXBOX_BROKER_URL', 'redis://elsewhere:6379/0')

    assert broker.broker_url() == broker.result_backend() == 'redis://elsewhere:6379/0'
    assert broker.tls_options(broker.broker_url()) is None
    assert broker.sentinel_options(broker.broker_url()) == {}


def test_another_broker_over_tls_is_verified_unless_its_url_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PROXBOX_BROKER_URL', 'rediss://elsewhere:6379/0')
    assert broker.tls_options(broker.broker_url()) == {'ssl_cert_reqs': 'required'}

    monkeypatch.setenv('PROXBOX_BROKER_URL', 'rediss://elsewhere:6379/0?ssl_cert_reqs=none')
    assert int(backend_parameters()['ssl_cert_reqs']) == 0


def test_the_environment_wins_over_the_settings(
    configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(broker_url='redis://from-settings/1', result_backend='redis://results-from-settings/1')
    assert broker.broker_url() == 'redis://from-settings/1'
    assert broker.result_backend() == 'redis://results-from-settings/1'

    monkeypatch.setenv('PROXBOX_BROKER_URL', 'redis://from-environment/1')
    monkeypatch.setenv('PROXBOX_RESULT_BACKEND', 'redis://results-from-environment/1')
    assert broker.broker_url() == 'redis://from-environment/1'
    assert broker.result_backend() == 'redis://results-from-environment/1'


def test_results_stay_on_netboxs_redis_beside_rabbitmq(
    netbox_redis: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    netbox_redis(HOST='redis')
    monkeypatch.setenv('PROXBOX_BROKER_URL', 'amqp://user:password@rabbit:5672//')

    assert not broker.is_redis(broker.broker_url())
    assert broker.result_backend() == 'redis://redis:6379/2'
