"""The plugin's widget on NetBox's first page."""

from playwright.sync_api import Locator, Page, expect

__all__ = ('WIDGET', 'add_widget', 'widget_on')

CLASS = 'netbox_proxbox.ProxmoxAttentionWidget'
# The widget of the change log leads to objects of ours, too, but from a table.
WIDGET = '.grid-stack-item:has(a.list-group-item[href^="/plugins/proxbox/"])'


def add_widget(page: Page, title: str = 'Proxmox') -> None:
    """Add the widget as a person does."""
    page.goto('/')
    page.locator('#unlock_dashboard').click()
    page.locator('a[hx-get$="/dashboard/widgets/add/"]').click()
    form = page.locator('#widget_add_form')
    _settled(form).select_option(CLASS)
    # NetBox answers with the form of this class, in place of the first one.
    form.locator(f'option[value="{CLASS}"][selected]').wait_for(state='attached')
    _settled(form)
    form.locator('input[name=title]').fill(title)
    with page.expect_navigation():
        form.get_by_role('button', name='Save').click()
    expect(widget_on(page).locator('.card-header')).to_contain_text(title)


def widget_on(page: Page) -> Locator:
    """The widget, once it is there."""
    return page.locator(WIDGET)


def _settled(form: Locator) -> Locator:
    """The choice of the class, once htmx hears it: NetBox draws its picker only then."""
    form.locator('select[name=widget_class] + .ts-wrapper').wait_for()
    return form.locator('select[name=widget_class]')
