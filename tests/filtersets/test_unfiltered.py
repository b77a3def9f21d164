"""A filterset looks at what a request names, and finds what one would that looks at everything."""

from typing import Any

import pytest
from core.models import ObjectType
from django.http import QueryDict
from extras.models import CustomField
from netbox.filtersets import BaseFilterSet

from netbox_proxbox import filtersets
from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.tests import estate

FILTERSETS = [getattr(filtersets, name) for name in filtersets.__all__]
# What widgets of several inputs add to their names.
SUFFIXES = ('_0', '_1', '_min', '_max', '_after', '_before', '_lookup')


def all_fields(filterset: BaseFilterSet) -> dict[str, Any]:
    return {name: filter_.field for name, filter_ in filterset.filters.items()}


@pytest.mark.django_db
@pytest.mark.parametrize('filterset', FILTERSETS)
def test_every_filter_reads_its_own_name_and_no_other(filterset: type[BaseFilterSet]) -> None:
    fields = all_fields(filterset(QueryDict()))
    assert len(fields) > 20

    for name, field in fields.items():
        others = [f'{name}{suffix}' for suffix in SUFFIXES] + [other for other in fields if other != name]
        named = QueryDict('&'.join(f'{other}=1' for other in others))
        assert field.widget.value_from_datadict(named, {}, name) in (None, [], ''), name


@pytest.mark.django_db
def test_only_what_is_named_is_checked() -> None:
    filterset = filtersets.ProxmoxNodeFilterSet(QueryDict('online=true&page=2&name__ic=pve'))

    assert set(filterset.form.fields) == {'online', 'name__ic'}
    assert filterset.is_valid()
    assert not filtersets.ProxmoxNodeFilterSet(QueryDict('node_id=many&online=true')).is_valid()


@pytest.mark.django_db
def test_a_custom_field_that_is_added_later_filters_at_once() -> None:
    estate.make_nodes(2)
    field = CustomField.objects.create(name='rack', type='text')
    field.object_types.set([ObjectType.objects.get_for_model(ProxmoxNode)])
    ProxmoxNode.objects.filter(name='node-1').update(custom_field_data={'rack': 'r7'})

    found = filtersets.ProxmoxNodeFilterSet(QueryDict('cf_rack=r7'), ProxmoxNode.objects.all()).qs

    assert [node.name for node in found] == ['node-1']
