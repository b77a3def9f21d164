"""The answer of `GET /nodes/{node}/certificates/info`."""

from dataclasses import dataclass

from netbox_proxbox.sources.values import text

__all__ = ('Certificate', 'parse_certificates')


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate of a node: the name of its file, its SHA-256 fingerprint, and itself in PEM."""

    filename: str
    fingerprint: str
    pem: str


def parse_certificates(found: object) -> tuple[Certificate, ...]:
    """The certificates that are told of; what is not spelled as one is left out."""
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return tuple(
        Certificate(filename=filename, fingerprint=fingerprint, pem=pem)
        for row in rows
        if (filename := text(row.get('filename')))
        and (fingerprint := text(row.get('fingerprint')))
        and isinstance(pem := row.get('pem'), str)
    )
