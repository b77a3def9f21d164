"""The percentages of a node are the same for its row and for queries."""

from typing import Any

import pytest
from django.db.models.sql import Query
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.models.percentages import PERCENTAGES
from netbox_proxbox.tests import estate

USAGES = st.one_of(st.floats(0, 1), st.floats(0, 1000))
BYTES = st.integers(0, 2**53)


class PercentagesTest(TestCase):
    """Both ways say the same of any numbers that a row may hold."""

    @classmethod
    def setUpTestData(cls) -> None:
        estate.make_nodes(1)

    @given(usage=USAGES, used=BYTES, total=BYTES)
    def test_a_row_and_a_query_say_the_same(self, usage: float, used: int, total: int) -> None:
        # So that no column is taken for the other: what is full of memory is empty of disk.
        memory, disk = {'memory_usage': used, 'max_memory': total}, {'disk_usage': total, 'max_disk': used}
        ProxmoxNode.objects.update(cpu_usage=usage, **memory, **disk)
        node = ProxmoxNode.objects.get()

        assert ProxmoxNode.objects.values_list(*PERCENTAGES.values()).get() == tuple(
            getattr(node, name) for name in PERCENTAGES
        )


@pytest.mark.django_db
def test_what_does_not_name_them_is_not_burdened_with_them() -> None:
    assert 'ROUND' not in str(ProxmoxNode.objects.all().query)
    assert 'ROUND' in str(ProxmoxNode.objects.order_by('cpu_usage_percent').query)


@pytest.mark.django_db
def test_the_aliases_are_resolved_once_for_all_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    ProxmoxNode.objects.all()
    resolved: list[str] = []
    add = Query.add_annotation

    def note(query: Query, annotation: Any, alias: str, *args: Any, **kwargs: Any) -> None:
        resolved.append(alias)
        add(query, annotation, alias, *args, **kwargs)

    monkeypatch.setattr(Query, 'add_annotation', note)

    assert not ProxmoxNode.objects.filter(cpu_usage_percent__gt=50).exists()
    assert not ProxmoxNode.objects.filter(memory_usage_percent__gt=50).exists()
    assert set(resolved) <= {'a'}  # what exists() selects
