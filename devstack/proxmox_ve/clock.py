"""Simulated time: seconds since the simulation began, running or standing still."""

from dataclasses import dataclass

__all__ = ('Clock',)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that shows `shown` and runs since the monotonic instant `running_since`, or stands still (None)."""

    shown: float = 0.0
    running_since: float | None = None

    def reading(self, monotonic: float) -> float:
        """The simulated time at a monotonic instant."""
        return self.shown if self.running_since is None else self.shown + monotonic - self.running_since

    def stopped(self, monotonic: float) -> 'Clock':
        """The clock standing still at what it shows now."""
        return Clock(self.reading(monotonic))

    def started(self, monotonic: float) -> 'Clock':
        """The clock running on from what it shows now."""
        return Clock(self.reading(monotonic), monotonic)

    def advanced(self, seconds: float) -> 'Clock':
        """The clock put forward, running or not."""
        return Clock(self.shown + seconds, self.running_since)
