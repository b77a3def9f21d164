"""NetBox's own task queue, through which webhooks are sent one by one."""

from redis import Redis

__all__ = ('is_done',)

UNDONE = {b'queued', b'started', b'deferred'}


def is_done(redis: Redis) -> bool:
    """Tell whether no task waits or is under way. Each is asked: on its way to a worker it is in no queue."""
    return not any(redis.hget(task, 'status') in UNDONE for task in redis.scan_iter('rq:job:*', _type='hash'))
