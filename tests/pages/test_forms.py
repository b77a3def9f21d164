"""What the next field of a form is given after a choice stays there."""

from playwright.sync_api import Page, expect

from tests.integration.netbox import PLUGIN, NetBox

from .forms import choose, choose_way, content_of, fill, searched_for
from .scene import Scene

IS_SEEN = """
    (element) => {
        const box = element.getBoundingClientRect()
        return [box.top + 2, box.bottom - 2].every(
            (y) => element.contains(document.elementFromPoint(box.left + box.width / 2, y))
        )
    }
"""


def test_a_picker_has_searched_when_the_next_field_is_filled(page: Page, netbox: NetBox, scene: Scene) -> None:
    name = netbox.get(f'{PLUGIN}/endpoints/{scene.endpoint}/')['name']
    searches: list[str | None] = []
    page.on('response', lambda answer: searches.append(searched_for(answer.url)))
    page.goto('/plugins/proxbox/clusters/add/')

    choose(page, 'endpoint', name)
    assert name in searches, 'the search is still to come, and takes the focus from the next field'
    field = content_of(page).get_by_label('Name', exact=True)
    fill(page, 'Name', 'lab')
    expect(field).to_be_focused()
    expect(field).to_have_value('lab')
    expect(page.locator('select[name=endpoint]')).to_have_value(str(scene.endpoint))


def test_the_form_shows_what_the_chosen_way_needs(page: Page, netbox: NetBox, backend: int) -> None:
    page.goto('/plugins/proxbox/endpoints/proxmox/add/')
    content = content_of(page)
    of_direct_readings = [
        content.get_by_label(label, exact=True)
        for label in ('CA certificate', 'Certificate fingerprint', 'Further addresses', 'Use other members')
    ]

    for field in of_direct_readings:
        expect(field).to_be_visible()
    choose_way(page, netbox.get(f'{PLUGIN}/backends/{backend}/')['name'])
    for field in of_direct_readings:
        expect(field).to_be_hidden()
    expect(content.get_by_label('Verify TLS')).to_be_visible()


def test_the_result_of_a_connection_test_is_seen(page: Page) -> None:
    page.goto('/plugins/proxbox/endpoints/proxmox/add/')

    # Without the scrolling that a click of a test does: whoever pressed it sees what is around the button.
    content_of(page).get_by_role('button', name='Test connection').dispatch_event('click')

    verdict = page.locator('#connection-test').get_by_role('heading')
    expect(verdict).to_have_text('Not tested: correct this first')
    # The bars at the top and at the bottom of the window lie above whatever is there.
    page.wait_for_function(IS_SEEN, arg=verdict.element_handle())
