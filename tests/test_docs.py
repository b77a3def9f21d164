"""The documentation names everything that a person can run into."""

import re
from pathlib import Path

from netbox_proxbox import ProxboxConfig
from netbox_proxbox.errors import EndpointError, ProxboxError, ReadingHeld, SecretError, SyncError
from netbox_proxbox.errors import run as failures

ROOT = Path(__file__).parent.parent
MOST_BYTES_OF_A_PICTURE = 150_000
# Each says in words what is to be seen, for those who do not see it.
PICTURE = re.compile(r'(?:!\[[^\]]+\]\(|<img alt="[^"]+" src=")(?P<of>[^)"]+)')
ABSTRACT = {ProxboxError, ReadingHeld, SecretError, SyncError}


def documented_first_cells(name: str) -> set[str]:
    text = (ROOT / 'docs' / name).read_text()
    return set(re.findall(r'^\| `([\w-]+)` \|', text, flags=re.MULTILINE))


def all_errors(base: type[ProxboxError] = ProxboxError) -> set[type[ProxboxError]]:
    return {base} | {error for child in base.__subclasses__() for error in all_errors(child)}


def test_every_error_code_is_explained() -> None:
    assert failures.RunLost in all_errors()
    codes = {error.code for error in all_errors() - ABSTRACT if error.__module__.startswith('netbox_proxbox.')}
    assert EndpointError.code in codes
    assert documented_first_cells('troubleshooting.md') == codes


def test_every_setting_is_explained() -> None:
    assert documented_first_cells('configuration.md') == set(ProxboxConfig.default_settings)


def test_every_default_is_the_one_of_the_code() -> None:
    text = (ROOT / 'docs' / 'configuration.md').read_text()
    documented = dict(re.findall(r'^\| `(\w+)` \| `([^`]+)` \|', text, flags=re.MULTILINE))
    assert documented == {name: repr(default) for name, default in ProxboxConfig.default_settings.items()}


def test_every_page_that_is_linked_exists() -> None:
    for page in [*ROOT.glob('*.md'), *(ROOT / 'docs').glob('*.md'), *(ROOT / 'docker').rglob('*.md')]:
        for target in re.findall(r'\]\((?!https?://)([^)#]+)', page.read_text()):
            assert (page.parent / target).exists(), f'{page.name} links to {target}'


def test_every_picture_exists_and_is_shown_and_small() -> None:
    pages = [ROOT / 'README.md', *(ROOT / 'docs').rglob('*.md')]
    shown = {
        (page.parent / picture['of']).resolve() for page in pages for picture in PICTURE.finditer(page.read_text())
    }
    assert shown == {picture.resolve() for picture in (ROOT / 'docs' / 'images').iterdir()}
    assert [picture.name for picture in shown if picture.stat().st_size > MOST_BYTES_OF_A_PICTURE] == []
