"""`make release` of this very tree: built, compared and delivered, or left alone with a reason."""

from pathlib import Path

import pytest

from devstack.docs.forms import MODELS
from devstack.release import build, contents
from devstack.release.__main__ import main
from devstack.release.build import git
from netbox_proxbox import __version__
from netbox_proxbox.models.documented import PAGES
from tests.devstack.release.repository import SOMEBODY, commit_all, copy_files

pytestmark = pytest.mark.integration

MOST_BYTES = 4_000_000
CHANGELOG = f'# Changelog\n\n## [{__version__}] - 2026-12-24\n- All of it.\n'
PLACEHOLDER, HOME = 'git.example.com', 'github.com/somebody'
NAMING_IT = ('pyproject.toml', 'docs/install.md')


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the files of this one as they are now, addresses, and a changelog that tells the release."""
    folder = tmp_path / 'repository'
    copy_files(folder)
    (folder / 'CHANGELOG.md').write_text(CHANGELOG)
    for name in NAMING_IT:
        (folder / name).write_text((folder / name).read_text().replace(PLACEHOLDER, HOME))
    commit_all(folder)
    return folder


def test_what_is_well_is_delivered(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheel = repository / 'dist' / f'netbox_proxbox-{__version__}-py3-none-any.whl'

    assert main(repository) == 0
    assert 'no  ' not in capsys.readouterr().out
    assert {file.name for file in (repository / 'dist').iterdir()} == {
        f'netbox_proxbox-{__version__}.tar.gz',
        wheel.name,
    }
    assert {f'netbox_proxbox/static/{PAGES}/{model}.html' for model in MODELS} <= contents.names_in(wheel)
    assert wheel.stat().st_size < MOST_BYTES
    assert git(repository, 'status', '--porcelain') == ''


def test_without_addresses_it_can_be_tried_out_and_must_not_be_published(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, 'build_site', lambda *_: None)
    for name in NAMING_IT:
        (repository / name).write_text((repository / name).read_text().replace(HOME, PLACEHOLDER))
    git(repository, *SOMEBODY, 'commit', '--quiet', '--all', '--message=Nowhere')

    assert main(repository) == 1
    *_, changelog, documentation, issues, source, cloned, verdict = capsys.readouterr().out.splitlines()
    about = 'no  its addresses lead to the project: '
    place = f'{about}pyproject.toml, [project.urls]: '
    assert [line.partition(' = ')[0] for line in (changelog, documentation, issues, source)] == [
        f'{place}{name}' for name in ('Changelog', 'Documentation', 'Issues', 'Source')
    ]
    assert source.endswith(
        '= "https://git.example.com/netbox-proxbox" is a placeholder; set it to where that of yours is'
    )
    assert cloned.startswith(f'{about}docs/install.md: https://git.example.com/netbox-proxbox.git is a placeholder')
    assert verdict.endswith('what is in dist/ is for trying out, and leads people nowhere.')
    assert len([*(repository / 'dist').iterdir()]) == 2


def test_what_is_not_is_told_and_dist_is_left_alone(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, 'build_site', lambda *_: None)
    git(repository, 'tag', f'v{__version__}')
    (repository / 'netbox_proxbox' / 'notes.md').write_text('A thought.')
    git(repository, 'add', '--all')
    git(repository, *SOMEBODY, 'commit', '--quiet', '--message=More')
    (repository / 'netbox_proxbox' / 'later.py').touch()

    assert main(repository) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith('no  ')]
    assert [line.rpartition(': ')[2] for line in told] == [
        'netbox_proxbox/later.py is not',
        f'v{__version__} is another commit; raise __version__ in netbox_proxbox/__init__.py',
        f'netbox_proxbox-{__version__}-py3-none-any.whl has netbox_proxbox/notes.md, which is not on its list',
    ]
    assert not (repository / 'dist').exists()
