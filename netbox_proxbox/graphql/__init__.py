"""The plugin's part of NetBox's GraphQL API: to read, without any secret."""

from .schema import ProxboxQuery

__all__ = ('schema',)

schema = [ProxboxQuery]
