"""How the services around NetBox are started. `docker/compose.yaml` says the very same, which a test holds."""

from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ['BEAT', 'FLOWER', 'PROXBOX_API', 'RQWORKER', 'SERVICES', 'WORKER']

WORKER: Final = ('celery', '-A', 'worker.app', 'worker', '--hostname=worker@%h', '--loglevel=INFO')
BEAT: Final = ('celery', '-A', 'worker.app', 'beat', '--pidfile=', '--loglevel=INFO')
# Its options are in worker/flowerconfig.py.
FLOWER: Final = ('celery', '-A', 'worker.app', 'flower')
RQWORKER: Final = ('netbox', 'rqworker', '--skip-checks', 'high', 'default', 'low')
PROXBOX_API: Final = ('uvicorn', 'proxbox_api.main:app')

SERVICES: Final[Mapping[str, Sequence[str]]] = {
    'worker': WORKER,
    'beat': BEAT,
    'flower': FLOWER,
    'rqworker': RQWORKER,
    'proxbox-api': PROXBOX_API,
}
