"""The wheel has what a NetBox and a worker need, and nothing else, and its version is named alike everywhere."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from devstack.paths import ROOT
from netbox_proxbox import __version__

# The file of a wheel, and the default of the images' tag.
NAMED = re.compile(
    r'netbox_proxbox-(\d[\d.]*\d)-py3|`VERSION` \| `([^`]+)`|VERSION:-([^}]+)}|netbox-proxbox:(\d[\d.]*\d)'
)


@pytest.fixture(scope='module')
def files(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of a freshly built wheel."""
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp('dist')))
    return {name for name in ZipFile(wheel).namelist() if '.dist-info/' not in name}


def test_it_has_every_module_and_template(files: set[str]) -> None:
    expected = {'celeryconfig.py'}
    for package in ('netbox_proxbox', 'worker'):
        sources = (path for kind in ('py', 'html', 'md') for path in (ROOT / package).rglob(f'*.{kind}'))
        expected |= {str(path.relative_to(ROOT)) for path in sources}
    assert files >= {path for path in expected if not path.startswith('netbox_proxbox/tests/')}


def test_it_has_nothing_of_the_development(files: set[str]) -> None:
    assert {Path(name).parts[0] for name in files} == {'celeryconfig.py', 'netbox_proxbox', 'worker'}
    assert not any(name.startswith('netbox_proxbox/tests/') for name in files)


def test_what_names_the_version_names_this_one() -> None:
    of_docker = (path for kind in ('md', 'yaml', 'yml', 'txt') for path in (ROOT / 'docker').rglob(f'*.{kind}'))
    pages = [*(ROOT / 'docs').glob('*.md'), *of_docker]
    named = [''.join(found) for page in pages for found in NAMED.findall(page.read_text())]

    assert set(named) == {__version__}
