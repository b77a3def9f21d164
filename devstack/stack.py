"""A NetBox and the processes around it, each started when asked for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from devstack import commands
from devstack.foundations import Foundations
from devstack.netbox_site import NetBoxSite
from devstack.paths import new_log_folder
from devstack.ports import HOST
from devstack.process import Process
from devstack.readiness import answers, log_shows
from devstack.supervisor import Supervisor

__all__ = ['Stack']


class Stack:
    """A site and its services. Every `start_...` returns when the service is ready."""

    def __init__(
        self,
        foundations: Foundations,
        supervisor: Supervisor,
        *,
        with_branching: bool = False,
        broker: Mapping[str, Any] | None = None,
    ) -> None:
        self.foundations = foundations
        self.supervisor = supervisor
        self.site = NetBoxSite(foundations, supervisor, with_branching=with_branching, broker=broker)

    @classmethod
    @contextmanager
    def attached(cls) -> Iterator[Self]:
        """A stack for a test under `python -m devstack run`: a new NetBox on the servers of that run."""
        foundations = Foundations.from_environment()
        with Supervisor(new_log_folder('stack')) as supervisor:
            stack = cls(foundations, supervisor)
            stack.site.create_database()
            yield stack

    def start_web(self) -> Process:
        """Serve NetBox. One process with threads: a second one would import all of NetBox once more."""
        bind = f'{HOST}:{self.site.web_port}'
        options = ['--threads=8', '--timeout=120', '--graceful-timeout=3', '--no-control-socket']
        process = self._start('netbox', 'gunicorn', 'devstack.wsgi:application', '--bind', bind, *options)
        process.wait_until(lambda: answers(f'{self.site.url}/login/'))
        return process

    def start_worker(self, *options: str, name: str = 'worker', host: str = '%h') -> Process:
        """Start a Celery worker, as on a host of that name; `options` go to `celery worker`."""
        own_name = [f'--hostname={name}@{host}'] if (name, host) != ('worker', '%h') else []
        process = self._start_celery(name, *commands.WORKER, *own_name, *options)
        process.wait_until(lambda: log_shows(process, r'@\S+ ready\.'))
        return process

    def start_beat(self, *, name: str = 'beat') -> Process:
        """Start Celery's scheduler."""
        process = self._start_celery(name, *commands.BEAT)
        process.wait_until(lambda: log_shows(process, r'beat: Starting'))
        return process

    def start_flower(self) -> Process:
        """Serve Flower for the user `admin`."""
        login = self.site.folder / 'flower-login'
        login.touch(mode=0o600)
        login.write_text(f'admin:{self.foundations.credentials.flower_password}')
        options = {
            'FLOWER_BASIC_AUTH_FILE': str(login),
            'FLOWER_ADDRESS': HOST,
            'FLOWER_PORT': str(self.site.flower_port),
        }
        process = self._start('flower', *commands.FLOWER, **options)
        process.wait_until(lambda: answers(f'{self.site.flower_url}/healthcheck'))
        return process

    def start_rqworker(self) -> Process:
        """Start NetBox's own worker, which delivers webhooks and keeps the search index."""
        process = self._start('rqworker', *commands.RQWORKER)
        process.wait_until(lambda: log_shows(process, r'Listening on'))
        return process

    def liveness_file(self, name: str) -> Path:
        """Return the file that a worker or beat keeps fresh while it is alive."""
        return self.site.folder / f'{name}.alive'

    def _start_celery(self, name: str, *arguments: str) -> Process:
        return self._start(name, *arguments, PROXBOX_LIVENESS_FILE=str(self.liveness_file(name)))

    def _start(self, name: str, module: str, *arguments: str, **environment: str) -> Process:
        return self.supervisor.start(self.site.command(name, module, *arguments, **environment))
