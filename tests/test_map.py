"""The map in docs/development.md leads to every package, and names what exists, as CONTRIBUTING.md does."""

import re
import tomllib
from pathlib import Path

import pytest

from devstack.paths import ROOT

PLUGIN = ROOT / 'netbox_proxbox'
PAGE = (ROOT / 'docs' / 'development.md').read_text()
# Such as `runs/take.py: take`.
PLACE = re.compile(r'`([\w/]+\.py)(?:: (\w+))?`')
PLACES = sorted({*PLACE.findall(PAGE), *PLACE.findall((ROOT / 'CONTRIBUTING.md').read_text())})


def layers() -> list[set[str]]:
    """The packages and modules of the plugin, the topmost first."""
    contracts = tomllib.loads((ROOT / 'pyproject.toml').read_text())['tool']['importlinter']['contracts']
    (layered,) = (contract['layers'] for contract in contracts if contract['type'] == 'layers')
    return [set(layer.split(' | ')) for layer in layered]


def test_every_package_has_a_line_in_the_order_of_the_layers() -> None:
    table = PAGE.split('## The map')[1].split('### Where is')[0]
    first_cells = re.findall(r'^\| (`.+?) \|', table, re.MULTILINE)
    named = [name for cell in first_cells for name in re.findall(r'`([\w.]+)/?`', cell)]
    packages = {path.name for path in PLUGIN.iterdir() if path.is_dir() and path.name != '__pycache__'}
    number = {name: place for place, layer in enumerate(layers()) for name in layer}
    numbers = [number[name] for name in named if name in number]

    assert {*number, *packages, 'worker', 'devstack', 'tests'} - set(named) == set()
    assert numbers == sorted(numbers)


@pytest.mark.parametrize('place', PLACES, ids=': '.join)
def test_what_is_named_exists(place: tuple[str, str]) -> None:
    name, definition = place
    file = ROOT / name if (ROOT / name).exists() else PLUGIN / name

    assert file.exists()
    assert not definition or definition in defined(file)


def defined(file: Path) -> set[str]:
    """The functions, classes and constants at the top level of a file."""
    return set(re.findall(r'^(?:def |class )?(\w+)', file.read_text(), re.MULTILINE))
