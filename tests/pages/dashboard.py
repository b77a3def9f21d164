"""The plugin's widget on NetBox's first page."""

from playwright.sync_api import Locator, Page

__all__ = ('WIDGET', 'add_widget', 'widget_on')

TITLE = 'Proxmox'
# The widget of the change log leads to objects of ours, too, but from a table.
WIDGET = '.grid-stack-item:has(a.list-group-item[href^="/plugins/proxbox/"])'


def add_widget(page: Page) -> None:
    """Add the widget as a person does."""
    page.goto('/')
    page.locator('#unlock_dashboard').click()
    page.locator('a[hx-get$="/dashboard/widgets/add/"]').click()
    form = page.locator('#widget_add_form')
    with page.expect_response(lambda answer: 'widget_class=' in answer.url):
        form.locator('select[name=widget_class]').select_option('netbox_proxbox.ProxmoxAttentionWidget')
    form.locator('input[name=title]').fill(TITLE)
    with page.expect_navigation():
        form.get_by_role('button', name='Save').click()
    widget_on(page).wait_for()


def widget_on(page: Page) -> Locator:
    """The widget, once it is there."""
    return page.locator(WIDGET)
