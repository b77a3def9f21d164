"""A request edits a node that a sync deletes at the same moment."""

import pytest
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxNode
from tests.builders import an_endpoint, written
from tests.readings import cluster_of


def test_a_node_that_is_gone_meanwhile_is_not_brought_back(admin: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    written(an_endpoint(), cluster_of('pve1'))
    node = ProxmoxNode.objects.get()
    clean = ProxmoxNode.clean

    def clean_and_be_overtaken(self: ProxmoxNode) -> None:
        clean(self)
        ProxmoxNode.objects.all().delete()

    monkeypatch.setattr(ProxmoxNode, 'clean', clean_and_be_overtaken)
    answer = admin.patch(f'/api/plugins/proxbox/nodes/{node.pk}/', {'description': 'rack 7'}, format='json')

    assert (answer.status_code, answer.json()) == (400, {'detail': 'pve1 was deleted meanwhile, so nothing was saved.'})
    assert not ProxmoxNode.objects.exists()
