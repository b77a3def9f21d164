"""What the next field of a form is given after a choice stays there."""

from playwright.sync_api import Page, expect

from tests.integration.netbox import PLUGIN, NetBox

from .forms import choose, content_of, fill, searched_for

IS_SEEN = """
    (element) => {
        const box = element.getBoundingClientRect()
        return [box.top + 2, box.bottom - 2].every(
            (y) => element.contains(document.elementFromPoint(box.left + box.width / 2, y))
        )
    }
"""


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


def test_the_result_of_a_connection_test_is_seen(page: Page) -> None:
    page.goto('/plugins/proxbox/endpoints/proxmox/add/')

    # Without the scrolling that a click of a test does: whoever pressed it sees what is around the button.
    content_of(page).get_by_role('button', name='Test connection').dispatch_event('click')

    verdict = page.locator('#connection-test').get_by_role('heading')
    expect(verdict).to_have_text('Not tested: correct this first')
    # The bars at the top and at the bottom of the window lie above whatever is there.
    page.wait_for_function(IS_SEEN, arg=verdict.element_handle())
