"""The REST API under /api/plugins/proxbox/."""
