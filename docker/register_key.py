#!/usr/local/bin/python
"""Gives a new proxbox-api its API key, which it takes once and from anybody: do it before anybody else does."""

import json
import os
import sys
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

where = urlsplit(os.environ.get('PROXBOX_API_URL', 'http://proxbox-api:8000'))
key = (Path(os.environ.get('SECRETS_FOLDER', '/run/secrets')) / 'proxbox_api_key').read_text().strip()
content = json.dumps({'api_key': key, 'label': 'netbox-proxbox'})

connection = HTTPConnection(where.netloc, timeout=30)
connection.request('POST', '/auth/register-key', content, {'Content-Type': 'application/json'})
answer = connection.getresponse()
if answer.status not in (HTTPStatus.CREATED, HTTPStatus.CONFLICT):
    sys.exit(f'proxbox-api refuses the key: {answer.status} {answer.read().decode()}')
sys.stdout.write('proxbox-api has its key.\n' if answer.status == HTTPStatus.CREATED else 'proxbox-api had a key.\n')
