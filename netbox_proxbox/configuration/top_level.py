"""The wheel puts `celeryconfig` and `worker` at the top of NetBox's environment: are they ours where Python looks?"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

__all__ = ('cure', 'strangers')

HOME = Path(__file__).parents[2]
# The file of each that the worker cannot do without, below the folder in which the plugin is.
FILES: Mapping[str, str] = {'celeryconfig': 'celeryconfig.py', 'worker': 'worker/app.py'}
# Each of them names it, and a file of somebody else that was installed over it does not.
OURS = re.compile('netbox[-_]proxbox')
PACKAGE = 'netbox-proxbox'


def strangers() -> list[str]:
    """Return a sentence for each name that is not ours, nothing where all is well. Nothing is imported."""
    return [found for name in FILES if (found := _stranger(name))]


def cure() -> str:
    """Return what to do about all of them."""
    return _(
        "Take that folder out of PYTHONPATH, remove the file, or uninstall the other package; then run 'pip install "
        "--force-reinstall --no-deps {package}' if ours was overwritten, and restart NetBox and the worker."
    ).format(package=PACKAGE)


def _stranger(name: str) -> str:
    found, ours = _file_of(name), HOME / FILES[name]
    if found is None:
        return _("Python finds no '{name}'; ours belongs in {folder}.").format(name=name, folder=HOME)
    if found.resolve() == ours.resolve() and OURS.search(found.read_text(errors='replace')):
        return ''
    told = _("Python takes '{name}' from {found}, which is not that of {package}.")
    others = _other_packages(name)
    brought = _('It is also a name of: {packages}.').format(packages=', '.join(others)) if others else ''
    return f'{told.format(name=name, found=found, package=PACKAGE)} {brought}'.rstrip()


def _file_of(name: str) -> Path | None:
    """Return the file that Python takes, or the folder of a package without one; None if there is neither."""
    spec = find_spec(name)
    if spec is None or not (places := spec.submodule_search_locations or [str(spec.origin)]):
        return None
    place = Path(places[0])
    file = place / Path(FILES[name]).name
    return file if place.is_dir() and file.exists() else place


@cache
def _other_packages(name: str) -> list[str]:
    """Return which other installed packages bring the name. It takes a second, for all of them are read."""
    return sorted({*packages_distributions().get(name, ())} - {PACKAGE})
