"""`GET /nodes/{node}/certificates/info`: the certificates of a node."""

import pytest

from netbox_proxbox.sources.certificates import parse_certificates, root_ca_of
from tests.sources.proxmox_ve.captured import captured_data


def test_the_authority_of_the_cluster_is_among_them() -> None:
    authority = root_ca_of(parse_certificates(captured_data('node-certificates')))
    assert authority is not None
    assert authority.fingerprint.startswith('69:59:09:70')
    assert authority.pem.startswith('-----BEGIN CERTIFICATE-----')


@pytest.mark.parametrize(
    'found',
    [
        *(None, {}, 'x', [None], [[]], [{}], [{'filename': 7}], [{'filename': 'a.pem'}]),
        [{'filename': 'a', 'pem': ['x']}],
        [{'filename': 'pve-root-ca.pem', 'fingerprint': 'AA:BB', 'pem': ''}],
    ],
)
def test_what_is_none_is_left_out(found: object) -> None:
    assert parse_certificates(found) == ()
    assert root_ca_of(parse_certificates(found)) is None
