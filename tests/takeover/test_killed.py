"""A takeover of real processes, killed when it has almost come to its end."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack.upstream import RECORDED
from tests.bare_site import BareSite

pytestmark = [pytest.mark.integration, pytest.mark.large]

# It can be read, but not be written: our migrations have been applied by then, and NetBox notes our models.
HOLD = 'LOCK TABLE core_objecttype IN EXCLUSIVE MODE'
WAITS = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'core_objecttype'::regclass"


@pytest.fixture
def site() -> Iterator[BareSite]:
    with BareSite.attached('takeover') as site:
        yield site


def test_killed_it_leaves_all_as_it_was_and_the_next_one_goes_through(site: BareSite, tmp_path: Path) -> None:
    recorded, dump = tmp_path / 'recorded.sql', tmp_path / 'upstream.sql'
    recorded.write_bytes(gzip.decompress(RECORDED.read_bytes()))
    site.load(recorded)
    assert site.run('proxbox_takeover', '--undo')[0] == 0
    before = site.state()

    with site.database() as holder, site.database() as watcher, holder.transaction():
        holder.execute(HOLD)
        process = site.start('proxbox_takeover', f'--dump={tmp_path / "of-the-killed-one.sql"}')
        process.wait_until(lambda: watcher.execute(WAITS).fetchone() is not None)
        process.kill()

    assert site.state() == before
    code, said = site.run('proxbox_takeover', f'--dump={dump}')
    assert (code, 'Done.' in said, 'Traceback' in said) == (0, True, False)
    assert dump.read_text().splitlines()[-1] == 'COMMIT;'
