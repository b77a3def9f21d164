"""The one table of who may do what: which permissions each address asks for. Whatever it does not name is an error."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.security.routes import Route

__all__ = ('MODELS', 'SYNC_ACTIONS', 'Rule', 'rule_of')

MODELS = ('proxboxbackend', 'proxmoxendpoint', 'proxmoxcluster', 'proxmoxnode', 'syncrun')
REFUSED, HIDDEN, NO_NEWS = 403, 404, 204


@dataclass(frozen=True, slots=True)
class Rule:
    """The permissions that suffice and are all needed, as "app.action_model", and how others are refused.

    Without any permission named, a login is enough.
    """

    needs: frozenset[str]
    refusal: int = REFUSED
    is_for_superusers: bool = False


# What follows the model in the name of a page: the action on it; none where a login is enough.
PAGES: Mapping[str, str] = {
    '': 'view',
    'list': 'view',
    'nodes': 'view',
    'curves': 'view',
    'provenance': 'view',
    'timeline': 'view',
    'journal': 'view',
    'changelog': 'view',
    'state': 'view',
    'help': '',
    'add': 'add',
    'bulk_import': 'add',
    'test_new_values': 'add',
    'edit': 'change',
    'bulk_edit': 'change',
    'bulk_rename': 'change',
    'bulk_link_by_name': 'change',
    'decide_link': 'change',
    'test_connection': 'change',
    'test_values': 'change',
    'delete': 'delete',
    'bulk_delete': 'delete',
    'sync': 'sync',
    'preview': 'sync',
    'bulk_sync': 'sync',
    'confirm_deletions': 'sync',
    'keep_nodes': 'sync',
    'believe_reading': 'sync',
    'rename_nodes': 'sync',
    'restore': 'view',
}
# NetBox's own views of an object's history look for an object that may be seen; the page of a run loads itself anew.
OTHER_REFUSALS: Mapping[str, int] = {'journal': HIDDEN, 'changelog': HIDDEN, 'state': NO_NEWS}
REST: Mapping[str, str] = {'get': 'view', 'post': 'add', 'put': 'change', 'patch': 'change', 'delete': 'delete'}
APPLY = frozenset({'netbox_proxbox.view_syncrun', 'netbox_proxbox.sync_proxmoxendpoint'})
SINGLE: Mapping[tuple[str, str], Rule] = {
    ('health', 'get'): Rule(frozenset({'netbox_proxbox.view_syncrun'})),
    ('syncrun_apply', 'get'): Rule(frozenset({'netbox_proxbox.view_syncrun'})),
    ('syncrun_apply', 'post'): Rule(APPLY),
    # Either of them suffices.
    ('unlinked', 'get'): Rule(frozenset({'netbox_proxbox.view_proxmoxnode', 'netbox_proxbox.view_proxmoxcluster'})),
    **{
        (f'{model}_notify', method): Rule(
            frozenset({f'netbox_proxbox.view_{model}', 'extras.add_eventrule', 'extras.add_notificationgroup'})
        )
        for model in ('proxmoxendpoint', 'proxmoxcluster', 'proxmoxnode')
        for method in ('get', 'post')
    },
    ('schedules', 'get'): Rule(frozenset({'netbox_proxbox.view_proxmoxendpoint'})),
    ('schedules', 'post'): Rule(frozenset({'netbox_proxbox.view_proxmoxendpoint'}), is_for_superusers=True),
    **{
        ('cluster_proxmox_link', method): Rule(
            frozenset({'virtualization.view_cluster', 'netbox_proxbox.change_proxmoxcluster'})
        )
        for method in ('get', 'post')
    },
    **{
        ('device_proxmox_link', method): Rule(frozenset({'dcim.view_device', 'netbox_proxbox.change_proxmoxnode'}))
        for method in ('get', 'post')
    },
}
# What the REST API does to an endpoint beside writing it.
SYNC_ACTIONS = ('sync', 'preview', 'confirm-deletions', 'keep-nodes', 'believe-reading', 'rename-nodes')
SINGLE_REST: Mapping[str, Rule] = {
    'syncrun-apply': Rule(APPLY),
    **{name: Rule(frozenset()) for name in ('api-root', 'health', 'metrics')},
}


def rule_of(route: Route) -> Rule:
    """Look it up. Raises KeyError for an address that nobody has thought about."""
    name = route.short_name
    if route.is_rest:
        model, _, kind = name.partition('-')
        return SINGLE_REST.get(name) or _rest_rule(model, kind, route.method)
    return SINGLE.get((name, route.method)) or _page_rule(*name.partition('_'))


def _page_rule(model: str, _: str, page: str) -> Rule:
    action = PAGES[page]
    return Rule(_on(model, action) if action else frozenset(), OTHER_REFUSALS.get(page, REFUSED))


def _rest_rule(model: str, kind: str, method: str) -> Rule:
    of_rows = {'restore': 'view', 'decide-link': 'change'}
    actions = {'list': REST[method], 'detail': REST[method], **dict.fromkeys(SYNC_ACTIONS, 'sync'), **of_rows}
    return Rule(_on(model, actions[kind]))


def _on(model: str, action: str) -> frozenset[str]:
    if model not in MODELS:
        raise KeyError(model)
    return frozenset({f'netbox_proxbox.{action}_{model}'})
