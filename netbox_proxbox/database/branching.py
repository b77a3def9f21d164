"""netbox-branching, where it is installed: what ProxBox keeps is in main, and no branch has a copy of it.

How Proxmox VE is reached, what it reports and when it was read is true now or not at all: it cannot be planned in a
branch. Secrets could not be merged either, since a merge replays the change log, and that has masks in their place.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.apps import apps
from django.db import models, router
from django.urls import Resolver404, resolve

__all__ = ('branch_left', 'is_in_a_branch', 'keep_out_of_branches', 'on_main', 'ours_on_main')

APP = 'netbox_proxbox'


def keep_out_of_branches() -> None:
    """Have netbox-branching read and write our rows in main, whatever branch is active."""
    if apps.is_installed('netbox_branching'):
        from netbox_branching.utilities import register_branching_resolver

        register_branching_resolver(_is_branchable)


def _is_branchable(model: type[models.Model]) -> bool | None:
    return False if model._meta.app_label == APP else None


def on_main() -> AbstractContextManager[None]:
    """Leave the active branch, if there is one, for as long as the block lasts."""
    if not apps.is_installed('netbox_branching'):
        return nullcontext()
    from netbox_branching.utilities import deactivate_branch

    return deactivate_branch()


def ours_on_main(request: Any) -> AbstractContextManager[None]:
    """A request processor of NetBox's: our pages and API are those of main, with all that they refer to.

    Otherwise a node could be linked to a device that only the branch has, and tags would end up in the branch.
    """
    return on_main() if _is_ours(request) else nullcontext()


def branch_left(request: Any) -> Any:
    """Return the active branch of a user who is on one of our pages, for a word about it; None without one."""
    branch = getattr(request, 'active_branch', None)
    return branch if branch and _is_ours(request) else None


def is_in_a_branch(related: type[models.Model], model: type[models.Model]) -> bool:
    """Tell whether rows of `related` are now those of a branch, while those of our `model` are in main."""
    return router.db_for_write(related) != router.db_for_write(model)


def _is_ours(request: Any) -> bool:
    """Tell whether a request is answered by us: under our own addresses, or in a tab of NetBox's objects."""
    if not apps.is_installed('netbox_branching') or not getattr(request, 'path_info', None):
        return False
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return False
    return any(name.startswith(APP) for name in (*found.namespaces, found.func.__module__))
