"""The Celery worker behind the plugin: when each stage of a sync runs, and in what order."""
