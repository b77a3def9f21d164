"""Everything that a stack has written down so far, as text to search."""

import json
import os
import re
import subprocess
import zlib
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from redis import Redis

from devstack.ports import HOST
from devstack.postgres import USER

from .brokers.contract import Sent
from .netbox import PLUGIN, NetBox
from .services import Services

__all__ = ('answers_text', 'database_text', 'dump_text', 'logs_text', 'message_of', 'messages_text', 'redis_text')

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
ROWS = "SELECT coalesce(string_agg(row_to_json(row)::text, E'\n'), '') FROM {} AS row"
PUSHED = re.compile(r'(?:LPUSH|PUBLISH) (?P<queue>\S+) (?P<message>\{.*\})$', re.S)
ENCODED_BODY = re.compile(r'"body": "([A-Za-z0-9+/]+=*)"')
LISTS = (
    *(f'{PLUGIN}/{kind}/' for kind in ('backends', 'endpoints', 'clusters', 'nodes', 'sync-runs')),
    '/api/core/object-changes/',
    '/api/core/jobs/',
)


def messages_text(commands: Sequence[str]) -> str:
    """What was sent to a broker, as it is and with the bodies of messages decoded."""
    text = '\n'.join(commands)
    bodies = [b64decode(body).decode() for body in ENCODED_BODY.findall(text)]
    return '\n'.join([text, *bodies])


def message_of(commands: Sequence[str], task: str, run_id: int) -> Sent:
    """Return the message of a task of a run among what was sent to a broker."""
    for pushed in filter(None, map(PUSHED.match, commands)):
        headers = json.loads(pushed['message'])['headers']
        if headers.get('task') == f'worker.tasks.{task}' and headers['argsrepr'].startswith(f'(run {run_id}) '):
            return Sent(pushed['queue'], pushed['message'])
    raise LookupError(f'no {task} of run {run_id} was sent')


def redis_text(client: Redis) -> str:
    """All keys of a database with their values."""
    return '\n'.join(f'{key!r} {_value(client, key)!r}' for key in client.scan_iter())


def _value(client: Redis, key: bytes) -> Any:
    match client.type(key):
        case b'list':
            return client.lrange(key, 0, -1)
        case b'hash':
            return {name: _unpacked(value) for name, value in client.hgetall(key).items()}
        case b'set':
            return client.smembers(key)
        case b'zset':
            return client.zrange(key, 0, -1)
        case b'stream':
            return client.xrange(key)
    return client.get(key)


def _unpacked(value: Any) -> Any:
    """NetBox's task queue packs what a task gets."""
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def database_text(connection: psycopg.Connection) -> str:
    """All rows of all tables as JSON."""
    names = [name for (name,) in connection.execute(TABLES).fetchall()]
    queries = [sql.SQL(ROWS).format(sql.Identifier(name)) for name in names]
    found = [connection.execute(query).fetchone() for query in queries]
    return '\n'.join(row[0] for row in found if row)


def dump_text(services: Services) -> str:
    """What a backup of the database holds."""
    postgres = services.stack.foundations.postgres
    where = [f'--host={HOST}', f'--port={postgres.port}', f'--username={USER}']
    command = [str(postgres.programs / 'pg_dump'), *where, services.stack.site.database]
    environment = {**os.environ, 'PGPASSWORD': postgres.password}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def logs_text(folder: Path) -> str:
    """The logs of all processes."""
    return '\n'.join(log.read_text(errors='replace') for log in folder.glob('*.log'))


def answers_text(netbox: NetBox) -> str:
    """What the REST API tells of the plugin's objects, of their changes, and of NetBox's own tasks."""
    return '\n'.join(netbox.answer('GET', path, params={'limit': 1000}).text for path in LISTS)
