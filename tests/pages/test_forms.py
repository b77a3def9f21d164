"""What the next field of a form is given after a choice stays there."""

from playwright.sync_api import Page, expect

from tests.integration.netbox import PLUGIN, NetBox

from .forms import choose, content_of, fill, searched_for


def test_a_picker_has_searched_when_the_next_field_is_filled(page: Page, netbox: NetBox, backend: int) -> None:
    name = netbox.get(f'{PLUGIN}/backends/{backend}/')['name']
    searches: list[str | None] = []
    page.on('response', lambda answer: searches.append(searched_for(answer.url)))
    page.goto('/plugins/proxbox/endpoints/proxmox/add/')

    choose(page, 'backend', name)
    assert name in searches, 'the search is still to come, and takes the focus from the next field'
    address = content_of(page).get_by_label('IP address', exact=True)
    fill(page, 'IP address', '127.0.0.1')
    expect(address).to_be_focused()
    expect(address).to_have_value('127.0.0.1')
    expect(page.locator('select[name=backend]')).to_have_value(str(backend))
