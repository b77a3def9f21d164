"""The pictures of the users' guide: which page, how wide, in which theme."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from devstack.paths import ROOT

from .forms import card
from .watched_page import Theme, Visitor

__all__ = ('PICTURES', 'Picture', 'picture_of', 'take')

FOLDER = ROOT / 'docs' / 'images'
ENDPOINTS, BACKENDS = '/plugins/proxbox/endpoints/proxmox', '/plugins/proxbox/endpoints/proxbox-api'
TALLEST, LEAST = 1100, 400
COLORS = 256
# What comes into view may ask for its content, which takes a frame to begin.
NEXT_FRAMES = '() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))'
NOTHING_ASKED = '() => !document.querySelector(".htmx-request")'
TO_THE_MIDDLE = 'element => element.scrollIntoView({block: "center", behavior: "instant"})'


@dataclass(frozen=True)
class Picture:
    """One page, at the card that `shows`, if it is about one. Its address may name an id, such as `{dc}`."""

    name: str
    address: str
    theme: Theme = 'light'
    width: int = 1280
    shows: str = ''


PICTURES = (
    Picture('endpoints', f'{ENDPOINTS}/'),
    Picture('endpoint', f'{ENDPOINTS}/{{lab}}/'),
    Picture('cluster-and-nodes', f'{ENDPOINTS}/{{farm}}/nodes/'),
    Picture('cluster-and-nodes-dark', f'{ENDPOINTS}/{{edge}}/nodes/', theme='dark'),
    Picture('cluster-and-nodes-phone', f'{ENDPOINTS}/{{lab}}/nodes/', width=390),
    Picture('backend', f'{BACKENDS}/{{backend}}/'),
    Picture('clusters', '/plugins/proxbox/clusters/'),
    Picture('cluster', '/plugins/proxbox/clusters/{cluster}/'),
    Picture('nodes', '/plugins/proxbox/nodes/'),
    Picture('node', '/plugins/proxbox/nodes/{node}/'),
    Picture('how-netbox-knows', '/plugins/proxbox/nodes/{node}/', shows='How NetBox Knows This'),
    Picture('curves', '/plugins/proxbox/nodes/{node}/', shows='CPU and Memory'),
    Picture('unlinked', '/plugins/proxbox/unlinked/'),
    Picture('link-candidates', '/plugins/proxbox/nodes/{asking}/', shows='Link?'),
    Picture('sync-runs', '/plugins/proxbox/sync-runs/'),
    Picture('run-ended', '/plugins/proxbox/sync-runs/{run}/'),
    Picture('run-failed', '/plugins/proxbox/sync-runs/{failed_run}/'),
    Picture('health', '/plugins/proxbox/health/'),
    Picture('schedules', '/plugins/proxbox/schedules/'),
    Picture('netbox-cluster', '/virtualization/clusters/{netbox_cluster}/'),
    Picture('device', '/dcim/devices/{device}/', shows='Proxmox Node'),
)


def picture_of(picture: Picture, visitor: Visitor, ids: dict[str, int]) -> None:
    """Open the page and take its picture."""
    with visitor.opened(picture.theme, picture.width) as page:
        page.goto(picture.address.format(**ids), wait_until='networkidle')
        take(page, picture.name, card(page, picture.shows) if picture.shows else None)


def take(page: Page, name: str, shown: Locator | None = None) -> Path:
    """Write the page as it is, as tall as its content but no taller than a screen, in few colors.

    What is to be shown is moved to the middle of it.
    """
    width = (page.viewport_size or {'width': 1280})['width']
    page.set_viewport_size({'width': width, 'height': LEAST})
    height = int(page.evaluate('document.querySelector("#page-content").scrollHeight')) + 90
    page.set_viewport_size({'width': width, 'height': max(LEAST, min(height, TALLEST))})
    if shown:
        shown.evaluate(TO_THE_MIDDLE)
    page.evaluate(NEXT_FRAMES)
    page.wait_for_function(NOTHING_ASKED)
    if shown:
        # What has come meanwhile may have moved it.
        shown.evaluate(TO_THE_MIDDLE)
    path = FOLDER / f'{name}.png'
    FOLDER.mkdir(exist_ok=True)
    with Image.open(io.BytesIO(page.screenshot(animations='disabled'))) as image:
        few = image.convert('RGB').quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
    return path
