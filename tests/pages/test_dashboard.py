"""The dashboard's widget counts what needs attention, and each count leads to its list."""

from playwright.sync_api import Page, expect

from .accessibility import ours, violations
from .dashboard import WIDGET, add_widget, widget_on
from .forms import content_of
from .scene import Scene


def test_the_widget_counts_and_leads_to_lists(page: Page, scene: Scene) -> None:
    add_widget(page, 'Our hypervisors')

    widget = widget_on(page)
    expect(widget.get_by_role('link', name='Clusters without quorum')).to_contain_text('0')
    assert ours(page, violations(page, within=WIDGET)) == []
    widget.get_by_role('link', name='Nodes offline').click()
    expect(content_of(page).get_by_role('row', name='ams1-hv-04')).to_contain_text('Offline')
