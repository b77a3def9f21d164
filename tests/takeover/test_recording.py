"""The recording that the other tests begin with."""

import gzip

from devstack.upstream import RECORDED, VERSION

MOST_BYTES = 300_000


def test_it_says_where_it_is_from_and_is_small_and_whole() -> None:
    lines = gzip.decompress(RECORDED.read_bytes()).decode().splitlines()

    assert lines[0] == f'-- netbox-proxbox {VERSION}'
    assert lines[-1] == 'COMMIT;'
    assert sum(line.startswith('CREATE TABLE "proxbox_upstream"."netbox_proxbox_') for line in lines) == 71
    assert RECORDED.stat().st_size < MOST_BYTES
