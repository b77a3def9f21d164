"""Events of readings that are not believed, and wait for a person's decision."""

from netbox_proxbox.errors import ReadingHeld
from netbox_proxbox.models import ProxmoxEndpoint

from . import names
from .outbox import event_about, put

__all__ = ('note_held',)


def note_held(endpoint: ProxmoxEndpoint, held: ReadingHeld, run_id: int) -> None:
    """Tell what is asked of people now, in the transaction that asks. The endpoint is as it was before."""
    put(
        [
            event_about(
                endpoint,
                names.READING_HELD,
                held.cause,
                endpoints=[endpoint],
                run_id=run_id,
                since=held.read_at,
                before={'held_because': endpoint.held_because},
                after={'held_because': held.code},
                cure=held.cure,
            )
        ]
    )
