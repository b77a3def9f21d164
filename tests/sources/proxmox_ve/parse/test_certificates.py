"""`GET /nodes/{node}/certificates/info`: the certificates of a node."""

import pytest

from netbox_proxbox.sources.proxmox_ve.parse import parse_certificates

from ..captured import captured_data


def test_the_authority_of_the_cluster_is_among_them() -> None:
    found = parse_certificates(captured_data('node-certificates'))
    authority = next(certificate for certificate in found if certificate.filename == 'pve-root-ca.pem')
    assert authority.fingerprint.startswith('69:59:09:70')
    assert authority.pem.startswith('-----BEGIN CERTIFICATE-----')


@pytest.mark.parametrize(
    'found',
    [None, {}, 'x', [None], [[]], [{}], [{'filename': 7}], [{'filename': 'a.pem'}], [{'filename': 'a', 'pem': ['x']}]],
)
def test_what_is_none_is_left_out(found: object) -> None:
    assert parse_certificates(found) == ()
