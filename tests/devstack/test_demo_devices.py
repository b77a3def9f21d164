"""The demo's devices: each way in which a node finds its device, or does not."""

from collections import Counter

from devstack.demo_devices import FARM, documented_devices
from devstack.proxmox_ve.estates import ESTATES


def test_the_demo_has_each_case_of_linking() -> None:
    nodes = [node.name for node in ESTATES[FARM].nodes]
    found = Counter(name.partition('.')[0] for name, _ in documented_devices())
    with_domain = [name for name, _ in documented_devices() if '.' in name]

    assert set(found) < set(nodes)
    assert Counter(found[name] for name in nodes) == {1: 27, 2: 3, 0: 2}
    assert len(with_domain) == 16


def test_no_site_has_a_name_twice() -> None:
    assert len(set(documented_devices())) == len(list(documented_devices()))
