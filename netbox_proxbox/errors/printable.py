"""Text of others as it may stand in a row, in a log and on a page."""

__all__ = ('printable',)


def printable(text: str) -> str:
    """The text with spaces for what cannot be printed: PostgreSQL stores no NUL and no half of a surrogate pair."""
    return text if text.isprintable() else ''.join(found if found.isprintable() else ' ' for found in text)
