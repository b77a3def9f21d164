"""What NetBox's own background worker does: it misses the worker and the beat of ProxBox, which cannot say so."""

from typing import Any

from netbox.jobs import JobRunner, system_job

from netbox_proxbox.health.watch import look

__all__ = ('ProxboxWatchJob',)


@system_job(interval=5)
class ProxboxWatchJob(JobRunner):
    """Tell of a worker or beat that is silent and of endpoints that are overdue, and send what nobody has sent."""

    class Meta:
        name = 'ProxBox watch'

    def run(self, *args: Any, **kwargs: Any) -> None:
        """Look once."""
        self.logger.info(f'{look()} events sent')
