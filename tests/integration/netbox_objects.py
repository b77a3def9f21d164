"""Objects of NetBox's own, such as a site, that a test needs and that none after it finds."""

from typing import Any, Self

from .netbox import NetBox

__all__ = ('AddedObjects',)


class AddedObjects:
    """Adds them for as long as the context lasts: their names are theirs alone, and the next test may want one."""

    def __init__(self, netbox: NetBox) -> None:
        self.netbox = netbox
        self._paths: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for path in reversed(self._paths):
            self.netbox.delete(path)

    def add(self, kind: str, **content: Any) -> int:
        """Add one of a kind, such as `dcim/sites`, and return its id."""
        added = int(self.netbox.post(f'/api/{kind}/', content)['id'])
        self._paths.append(f'/api/{kind}/{added}/')
        return added
