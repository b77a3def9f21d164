"""Reading the pages about missing nodes."""

import re
from html import unescape
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.utils.html import strip_tags

__all__ = ('PAGES', 'panel', 'shown', 'told')

PAGES = '/plugins/proxbox/endpoints/proxmox/'


def shown(browser: Client, address: str) -> str:
    """Return a page in one line."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return ' '.join(answer.content.decode().replace('\xa0', ' ').split())


def panel(browser: Client, address: str, title: str) -> str:
    """Return the words of the panel with this title; nothing if there is none."""
    cards = shown(browser, address).split('<!-- begin ')
    found = [card for card in cards if re.search(rf'card-header"> {title} ', card)]
    return ' '.join(unescape(strip_tags(found[0].partition('<!-- end ')[0])).split()) if found else ''


def told(answer: Any) -> list[str]:
    """Return the messages that an answer leaves for the next page."""
    return [str(message) for message in get_messages(answer.wsgi_request)]
