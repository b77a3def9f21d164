"""Flower's options, read by `celery -A worker.app flower` unless FLOWER_CONF names another file.

Flower shows, and changes nothing. It does not start without a login: `user:password` in the file that
FLOWER_BASIC_AUTH_FILE names.
"""

import os
import sys

from flower.urls import handlers as _handlers

# Every call that would stop, revoke, send or resize anything is answered with 403, and its button is not shown.
read_only = True
# Flower would tell its metrics to anybody, with the names of workers and tasks; ours are NetBox's, behind a token.
_handlers[:] = [_handler for _handler in _handlers if not isinstance(_handler, tuple) or _handler[0] != '/metrics']
# The tasks of a run are found by their arguments, such as "(run 17)".
tasks_columns = 'name,args,state,result,received,runtime,worker,uuid'
# The workers send events by themselves, so Flower does not have to tell them to.
enable_events = False
# Memory that Flower may use for what it has seen: some 20 MB. A restarted worker's old name goes after ten minutes.
max_tasks = 10_000
purge_offline_workers = 600

_login_file = os.environ.get('FLOWER_BASIC_AUTH_FILE', '/run/secrets/flower_basic_auth')
try:
    with open(_login_file) as _file:
        _login = _file.read().strip()
except OSError as _error:
    sys.exit(f'Flower needs a login: put "user:password" into a file that FLOWER_BASIC_AUTH_FILE names. {_error}')
if not all(_login.partition(':')):
    sys.exit(f'Flower needs a login: {_login_file} must hold "user:password".')
basic_auth = [_login]
