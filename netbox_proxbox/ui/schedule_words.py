"""When an endpoint is synced next, and why not, in words. Pure: facts in, words out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

__all__ = ('RunFacts', 'ScheduleFacts', 'activity', 'outlook')

TICK_TAKES_AT_MOST = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFacts:
    """What decides whether an endpoint runs by itself; `asked` is such as 'backend "main"'.

    Times are in the time zone that they are shown in.
    """

    now: datetime
    has_interval: bool = False
    has_crontab: bool = False
    is_enabled: bool = True
    asked: str = ''
    backend_is_enabled: bool = True
    backend_is_paused: bool = False
    backs_off_until: datetime | None = None
    pause_cause: str = ''
    next_sync_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """An active run, and how many are running at its backend, which has no limit if there is none, and over all."""

    is_queued: bool
    has_begun: bool
    asked: str
    running_at_backend: int
    most_at_backend: int | None
    running_overall: int
    most_overall: int
    waits_for_back_off: bool = False


def outlook(facts: ScheduleFacts) -> str:
    """Return when the endpoint is synced next by itself, or why it is not."""
    return _why_never(facts) or _why_later(facts) or _when(facts)


def activity(run: RunFacts) -> str:
    """Return what the active run does, or waits for."""
    if not run.is_queued:
        return _('A worker is at it.') if run.has_begun else _('Waits for a worker.')
    if run.waits_for_back_off:
        return _('Waits until the back-off of {asked} is over.').format(asked=run.asked)
    if run.most_at_backend is not None and run.running_at_backend >= run.most_at_backend:
        return _('Waits for room at {asked}: {number} of {most} runs are running.').format(
            asked=run.asked, number=run.running_at_backend, most=run.most_at_backend
        )
    if run.running_overall >= run.most_overall:
        return _('Waits for room: as many runs as the setting "max_in_flight" allows are running.')
    if run.most_at_backend is None:
        return _(
            'Starts within seconds, or once there is room beside other runs at this host, and at hosts that failed.'
        )
    return _('Starts at the next tick of beat, within seconds.')


def _why_never(facts: ScheduleFacts) -> str:
    if not (facts.has_interval or facts.has_crontab):
        return _('Not scheduled: edit the endpoint and choose an interval or a crontab.')
    if not facts.is_enabled:
        return _('Does not run by itself: the endpoint is disabled.')
    if not facts.backend_is_enabled:
        return _('Does not run by itself: {asked} is disabled.').format(asked=facts.asked)
    return ''


def _why_later(facts: ScheduleFacts) -> str:
    if facts.backend_is_paused:
        why = _('Waits: {asked} is paused until somebody saves it again. {cause}')
        return why.format(asked=facts.asked, cause=facts.pause_cause).strip()
    if facts.backs_off_until is not None and facts.backs_off_until > facts.now:
        why = _('Waits: {asked} backs off until {time}. {cause}')
        time = _clock(facts.backs_off_until, facts.now)
        return why.format(asked=facts.asked, time=time, cause=facts.pause_cause).strip()
    return ''


def _when(facts: ScheduleFacts) -> str:
    if facts.next_sync_at is None:
        if facts.has_crontab:
            return _('The schedule is new: beat works out its first time within seconds.')
        return _('The schedule is new: beat starts a run within seconds.')
    time = _clock(facts.next_sync_at, facts.now)
    if facts.next_sync_at > facts.now:
        return _('At {time} (in {duration})').format(time=time, duration=_until(facts.next_sync_at, facts.now))
    if facts.now - facts.next_sync_at <= TICK_TAKES_AT_MOST:
        return _('Due now: beat starts a run within seconds.')
    return _('Due since {time}, but nothing has started it. Check that beat and the worker run.').format(time=time)


def _clock(moment: datetime, now: datetime) -> str:
    return f'{moment:%H:%M}' if moment.date() == now.date() else f'{moment:%Y-%m-%d %H:%M}'


def _until(moment: datetime, now: datetime) -> str:
    left = moment - now
    return f'{left.seconds} s' if left < timedelta(minutes=1) else timeuntil(moment, now, depth=1)
