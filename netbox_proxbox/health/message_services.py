"""Do the broker and the store of results answer, and how many messages wait there?"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _
from kombu import Connection

from netbox_proxbox.configuration.service_urls import place_of
from netbox_proxbox.messages import broker as places
from netbox_proxbox.messages.producer import patient_backend, producer
from netbox_proxbox.sources.network_faults import Fault, network_failure

from .findings import Finding, Level
from .probing import Probe

__all__ = ('broker', 'messages_waiting', 'result_store', 'start_probes')

QUEUES = ('beat', 'stages')
TOLD = (Fault.UNREACHABLE, Fault.NOT_TRUSTED, Fault.OUT_OF_DATE, Fault.FOR_ANOTHER_NAME, Fault.NO_HANDSHAKE)


def broker() -> list[Finding]:
    """Tell whether the broker answers within a second."""
    return [_finding(_('Broker'), places.broker_url(), _probe_of_broker)]


def result_store() -> list[Finding]:
    """Tell whether the store of results answers within a second."""
    return [_finding(_('Result store'), places.result_backend(), _probe_of_results)]


def messages_waiting() -> Mapping[str, int] | None:
    """Return how many messages wait in each queue; None when the broker does not say, for which it has a finding."""
    try:
        return _probe_of_broker().result()
    except Exception:
        return None


def start_probes() -> None:
    """Ask both now, so that the answers are there when they are looked at, and two that hang cost one second."""
    for probe in (_probe_of_broker, _probe_of_results):
        # What keeps a probe from starting is told by the finding, which starts it again.
        with suppress(Exception):
            probe()


def _finding(subject: str, url: str, probe: Callable[[], Probe[Any]]) -> Finding:
    """Ask, and tell of the answer. Even to prepare a question fails where the URL, as that of NetBox, is no good."""
    place = place_of(url)
    try:
        probe().result()
    except TimeoutError:
        summary = _('{place} gives no answer within a second.').format(place=place)
    except Exception as error:
        summary = _('{place} cannot be used: {why}').format(place=place, why=_why(error))
    else:
        return Finding(subject, Level.OK, _('{place} answers.').format(place=place))
    cure = _(
        'See that it runs, that NetBox reaches it and that the login is right. Nothing is lost: what waits in '
        'PostgreSQL goes on by itself when it is back.'
    )
    return Finding(subject, Level.ERROR, summary, cure)


def _why(error: Exception) -> str:
    """Say what is known of a failure; else name its kind: what libraries say may hold a login."""
    failure = network_failure(error, '')
    told = failure.reason if failure.fault in TOLD else ''
    return told or f'{type(error.__cause__ or error).__name__}.'


def _probe_of_broker() -> Probe[Mapping[str, int]]:
    """Ask for the lengths of the queues. What must be imported for it comes first: that is not the broker's time."""
    connection = producer().connection_for_write()
    connection.transport  # noqa: B018  (made at the first look)
    return Probe.of(f'broker {places.broker_url()}', lambda: _count_messages(connection))


def _probe_of_results() -> Probe[None]:
    store = patient_backend()
    return Probe.of(f'results {places.result_backend()}', lambda: _ping(store))


def _count_messages(connection: Connection) -> Mapping[str, int]:
    """Declare the queues as the worker does, which tells their lengths.

    To declare passively would be wrong on a Redis with a key prefix: kombu asks there whether a key without it exists.
    """
    queues = producer().amqp.queues
    with connection:
        # Kombu itself waits for two seconds between its two tries.
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        channel = connection.channel()
        told: dict[str, Any] = {name: queues[name].bind(channel).queue_declare() for name in QUEUES}
        return {name: int(answer.message_count) for name, answer in told.items()}


def _ping(store: Any) -> None:
    if client := getattr(store, 'client', None):
        client.ping()
