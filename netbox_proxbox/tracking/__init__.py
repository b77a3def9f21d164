"""NetBox's change log, events and search, used from outside a request."""
