"""Proxmox VE clusters and nodes, kept true in NetBox."""

from typing import Any

from netbox.plugins import PluginConfig
from netbox.utils import register_request_processor

from .database.branching import keep_out_of_branches, ours_on_main

__version__ = '0.1.0'


# Registered before NetBox's own, which writes the change log and the events, so that those are written in main, too.
register_request_processor(ours_on_main)


class ProxboxConfig(PluginConfig):
    """The plugin as NetBox sees it. Each setting is checked when NetBox starts: see `configuration`."""

    name = 'netbox_proxbox'
    verbose_name = 'ProxBox'
    description = 'Proxmox VE clusters and nodes, kept true by a Celery worker'
    version = __version__
    author = 'The netbox-proxbox authors'
    base_url = 'proxbox'
    min_version = '4.7.3'
    max_version = '4.7.99'
    django_apps: list[str] = ['django_celery_beat']
    default_settings: dict[str, Any] = {
        # Fernet keys for the secrets at rest. The first encrypts, all of them decrypt: put a new key first to rotate.
        'encryption_keys': [],
        # None: the Redis that NetBox queues its own tasks on, in a database of our own.
        'broker_url': None,
        # None: the broker, if it is a Redis, else NetBox's own Redis.
        'result_backend': None,
        # NetBox uses 0 and 1 of its Redis by default.
        'redis_database': 2,
        # In front of every key, so that a shared database stays tidy.
        'redis_key_prefix': 'netbox_proxbox:',
        # Maximum concurrent runs over all backends; the others wait in PostgreSQL.
        'max_in_flight': 16,
        # Seconds between the syncs of a new endpoint that says nothing about its schedule; None: no schedule.
        'default_interval': 300,
        # Seconds after its time in which an endpoint should have been read; later it counts as overdue.
        'overdue_grace': 120,
        # Ended runs that are kept of each endpoint, at most; 300 are a day of a sync every five minutes. 0: no limit.
        'keep_runs': 300,
        # Days after which ended runs are deleted, even if they are few, and events that were sent. 0: never.
        'keep_days': 30,
        # Where people reach Flower, for links from a run to its tasks; None hides them.
        'flower_url': None,
        # The account that scheduled changes are logged under. It is made inactive: nobody can log in as it.
        'service_user': 'proxbox-sync',
        # What new endpoints say of a node that a complete reading lacks: 'delete' it at once, or 'keep' it.
        'when_node_disappears': 'delete',
        # Complete readings without a node for which new endpoints keep it, if they do.
        'keep_readings': 10,
        # Percent of an endpoint's nodes; a sync that would delete more, and more than one, waits. 100: no limit.
        'deletion_limit': 30,
        # The slug of the tag that protects nodes from being deleted by syncs.
        'keep_tag': 'proxbox-keep',
        # The slug of the tag of the devices and clusters that syncs create.
        'created_tag': 'proxbox-created',
        # What new endpoints say of linking nodes to devices: 'by-rule', or 'off'.
        'link_nodes': 'by-rule',
        # What new endpoints say of linking clusters to those of NetBox: 'by-rule', or 'off'.
        'link_clusters': 'by-rule',
        # Syncs of an endpoint that fail in a row until that is told as an event.
        'alert_after_failures': 3,
        # Times that a node, or a cluster's quorum, may change within an hour; from then on not each change is told.
        'flapping_limit': 4,
    }

    def ready(self) -> None:
        """Refuse a setting that cannot work before anything is served."""
        from .events import types

        # NetBox's forms read the choices when they are imported, as `super` may have them.
        types.register()
        super().ready()
        from . import checks, dashboard, jobs  # noqa: F401  (registers system checks, the widget and the system job)
        from .configuration import check_settings, current_settings
        from .configuration.service_urls import check_environment

        check_settings(current_settings())
        check_environment()
        keep_out_of_branches()


config = ProxboxConfig
