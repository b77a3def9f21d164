#!/opt/netbox/venv/bin/python
"""Tells a health check whether NetBox's own worker on this host is known to Redis, where its sign of life expires.

Looking into Redis takes a third of a second; a management command would load NetBox each time.
"""

import os
import socket
import sys
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

password = Path(os.environ.get('SECRETS_FOLDER', '/run/secrets')) / 'redis_password'
redis = Redis(
    os.environ['REDIS_HOST'],
    int(os.environ.get('REDIS_PORT', '6379')),
    db=int(os.environ.get('REDIS_DATABASE', '0')),
    password=password.read_text().strip(),
    socket_timeout=3,
)
try:
    hosts = {redis.hget(key, 'hostname') for key in redis.smembers('rq:workers')}
except RedisError as error:
    sys.exit(f'Redis does not answer: {error}')
if socket.gethostname().encode() not in hosts:
    sys.exit('no rqworker of this host has been heard for eight minutes')
