"""The certificates: who issued them, for whom, and that the cluster tells of the one that is served."""

import hashlib
import re
import socket
import ssl
from datetime import UTC, datetime

import pytest

from devstack.proxmox_ve.certificates import authority_of, certificate_of, fingerprint
from devstack.proxmox_ve.estates import ESTATES
from devstack.proxmox_ve.faults import TlsFault
from devstack.proxmox_ve.transitions import move_address

from .served_estates import ServedEstates

LAB, SOLO = ESTATES['lab'], ESTATES['solo']


def served_fingerprint(served: ServedEstates, label: str) -> str:
    """The fingerprint of what an address serves, whoever issued it."""
    door = served.simulation.doors[label]
    nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    nobody.check_hostname, nobody.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((door.host, door.port)) as plain, nobody.wrap_socket(plain) as secured:
        served_certificate = secured.getpeercert(binary_form=True)
    assert served_certificate is not None
    return hashlib.sha256(served_certificate).hexdigest().upper()


def told_fingerprint(served: ServedEstates, node: str) -> str:
    """The fingerprint that the lab tells of a node, without colons."""
    listed = {entry['node']: entry['ssl_fingerprint'] for entry in served.ask('lab', '/nodes')[2]}
    return str(listed[node]).replace(':', '')


def test_every_node_has_a_fingerprint_of_its_own() -> None:
    prints = [fingerprint(estate, node) for estate in ESTATES.values() for node in estate.nodes]
    assert len(set(prints)) == len(prints) == sum(len(estate.nodes) for estate in ESTATES.values())
    assert all(re.fullmatch('([0-9A-F]{2}:){31}[0-9A-F]{2}', text) for text in prints)


def test_the_names_are_those_that_proxmox_gives() -> None:
    root, node = authority_of(LAB).described('pve-root-ca.pem'), certificate_of(LAB, LAB.nodes[0]).described('x')
    pattern = '/CN=Proxmox Virtual Environment/OU=[0-9a-f-]{36}/O=PVE Cluster Manager CA'
    assert re.fullmatch(pattern, str(root['subject']))
    assert root['subject'] == root['issuer'] == node['issuer']
    assert node['subject'] == '/OU=PVE Cluster Node/O=Proxmox Virtual Environment/CN=pve1'
    loopback = '0000:0000:0000:0000:0000:0000:0000:0001'
    assert node['san'] == ['127.0.0.1', loopback, 'localhost', '10.10.0.11', 'pve1']
    assert authority_of(SOLO).described('pve-root-ca.pem')['subject'] != root['subject']


@pytest.mark.parametrize(('label', 'node'), [('lab', 'pve1'), ('lab@pve2', 'pve2')])
def test_the_cluster_tells_of_the_certificate_that_each_node_serves(
    served: ServedEstates, label: str, node: str
) -> None:
    assert told_fingerprint(served, node) == served_fingerprint(served, label)


def test_the_authority_is_told_and_trusts_its_own_nodes_only(served: ServedEstates) -> None:
    root, node = served.ask('lab@pve2', '/nodes/pve2/certificates/info')[2]
    assert (root['filename'], node['filename']) == ('pve-root-ca.pem', 'pve-ssl.pem')
    assert root['pem'] == served.control.state('lab').authority
    trusted = ssl.create_default_context(cadata=root['pem'])
    assert served.ask('lab@pve2', '/version', trust=trusted)[0] == 200
    with pytest.raises(ssl.SSLCertVerificationError, match='local issuer'):
        served.ask('solo', '/version', trust=trusted)


def test_a_renewed_certificate_is_told_and_served_at_once(served: ServedEstates) -> None:
    before = told_fingerprint(served, 'pve2')
    served.control.renew_certificate('lab', 'pve2')
    assert told_fingerprint(served, 'pve2') != before
    assert told_fingerprint(served, 'pve2') == served_fingerprint(served, 'lab@pve2')
    assert served.ask('lab@pve2', '/version')[0] == 200
    served.control.reset('lab')
    assert told_fingerprint(served, 'pve2') == before


@pytest.mark.parametrize(('fault', 'text'), [('expired', 'has expired'), ('misnamed', 'certificate is not valid for')])
def test_a_certificate_expires_or_is_made_out_to_another_name(served: ServedEstates, fault: str, text: str) -> None:
    served.control.set_certificate('lab', 'pve2', **{fault: True})
    with pytest.raises(ssl.SSLCertVerificationError, match=text):
        served.ask('lab@pve2', '/version')
    assert told_fingerprint(served, 'pve2') == served_fingerprint(served, 'lab@pve2')
    served.control.set_certificate('lab', 'pve2')
    assert served.ask('lab@pve2', '/version')[0] == 200


def test_a_changed_certificate_is_of_the_authority_but_not_the_one_that_is_told(served: ServedEstates) -> None:
    told = told_fingerprint(served, 'pve1')
    served.control.break_tls('lab', TlsFault.CHANGED)
    assert served.ask('lab', '/version')[0] == 200
    assert told_fingerprint(served, 'pve1') == told != served_fingerprint(served, 'lab')


def test_an_address_that_moved_has_another_authority() -> None:
    moved = move_address(LAB, 'other', ['pve1'])
    assert authority_of(moved).fingerprint != authority_of(LAB).fingerprint


def test_an_expired_certificate_was_valid_once() -> None:
    root = authority_of(LAB).document
    assert root.not_valid_before_utc <= datetime.now(UTC) < root.not_valid_after_utc
