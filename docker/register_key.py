#!/usr/local/bin/python
"""Gives a new proxbox-api its API key, which it takes once and from anybody: do it before anybody else does."""

import json
import os
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

KEY_IS_THERE = 409

url = os.environ.get('PROXBOX_API_URL', 'http://proxbox-api:8000')
key = (Path(os.environ.get('SECRETS_FOLDER', '/run/secrets')) / 'proxbox_api_key').read_text().strip()
content = json.dumps({'api_key': key, 'label': 'netbox-proxbox'}).encode()
request = Request(f'{url}/auth/register-key', content, {'Content-Type': 'application/json'})
try:
    with urlopen(request, timeout=30):
        print('proxbox-api has its key.')
except HTTPError as error:
    if error.code != KEY_IS_THERE:
        sys.exit(f'proxbox-api refuses the key: {error.code} {error.read().decode()}')
    print('proxbox-api has a key already.')
