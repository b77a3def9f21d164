"""The lists decide what is in the files: nothing slips in, and nothing is forgotten."""

from pathlib import Path
from zipfile import ZipFile

from devstack.release.contents import expected, problems

COMMITTED = ['celeryconfig.py', 'netbox_proxbox/urls.py', 'netbox_proxbox/tests/test_models.py', 'worker/app.py']
MADE = [f'netbox_proxbox-0.1.0.dist-info/{name}' for name in ('METADATA', 'RECORD', 'WHEEL', 'entry_points.txt')]
LICENSE = 'netbox_proxbox-0.1.0.dist-info/licenses/LICENSE'


def wheel_with(folder: Path, *names: str) -> Path:
    with ZipFile(folder / 'netbox_proxbox-0.1.0-py3-none-any.whl', 'w') as wheel:
        for name in names:
            wheel.writestr(name, '')
    return Path(wheel.filename or '')


def test_a_line_adds_takes_away_or_names_what_is_made() -> None:
    lines = ['# a comment', 'netbox_proxbox/*.py', '!netbox_proxbox/tests/*', 'it-{version}/PKG-INFO']

    assert expected(lines, COMMITTED, '0.1.0') == {'netbox_proxbox/urls.py', 'it-0.1.0/PKG-INFO'}


def test_what_is_on_the_list_is_well(tmp_path: Path) -> None:
    wheel = wheel_with(tmp_path, 'celeryconfig.py', 'netbox_proxbox/urls.py', 'worker/app.py', *MADE, LICENSE)

    assert problems(wheel, COMMITTED, '0.1.0') == []


def test_what_is_not_and_what_is_missing_are_told(tmp_path: Path) -> None:
    wheel = wheel_with(tmp_path, 'celeryconfig.py', COMMITTED[2], 'worker/app.py', 'netbox_proxbox/.env', *MADE)

    assert problems(wheel, COMMITTED, '0.1.0') == [
        f'{wheel.name} has netbox_proxbox/.env, which is not on its list',
        f'{wheel.name} has netbox_proxbox/tests/test_models.py, which is not on its list',
        f'{wheel.name} lacks {LICENSE}',
        f'{wheel.name} lacks netbox_proxbox/urls.py',
    ]
