"""The metadata that an index shows and pip reads: well-formed, the same in both files, and complete."""

import tarfile
from pathlib import Path
from zipfile import ZipFile

from packaging.metadata import InvalidMetadata, Metadata
from trove_classifiers import classifiers

__all__ = ('metadata_of', 'problems')

LINKS = ('Changelog', 'Documentation', 'Issues', 'Source')


def metadata_of(artifact: Path) -> bytes:
    """Return the metadata of a wheel or an sdist as they stand in it."""
    if artifact.suffix == '.whl':
        with ZipFile(artifact) as wheel:
            (name,) = (name for name in wheel.namelist() if name.endswith('.dist-info/METADATA'))
            return wheel.read(name)
    with tarfile.open(artifact) as sdist:
        content = sdist.extractfile(f'{artifact.name.removesuffix(".tar.gz")}/PKG-INFO')
        return content.read() if content else b''


def problems(sdist: bytes, wheel: bytes) -> list[str]:
    """Say what an index would refuse, and what people would miss on its page."""
    try:
        metadata = Metadata.from_email(wheel, validate=True)
    except ExceptionGroup as refused:
        return [_in_words(error) for error in refused.exceptions]
    return [
        *([] if sdist == wheel else ['sdist and wheel have metadata of their own each']),
        *(f'{name!r} is no classifier' for name in metadata.classifiers or [] if name not in classifiers),
        *([] if metadata.description else ['there is no description']),
        *([] if metadata.description_content_type == 'text/markdown' else ['the description is not called Markdown']),
        *_of_the_links(metadata.project_urls or {}),
    ]


def _in_words(error: Exception) -> str:
    return f'{error.field}: {error}' if isinstance(error, InvalidMetadata) else str(error)


def _of_the_links(links: dict[str, str]) -> list[str]:
    missing = [name for name in LINKS if name not in links]
    return [
        *([f'pyproject.toml has no [project.urls] for {", ".join(missing)}'] if missing else []),
        *(f'{name} leads to {link}, not to https' for name, link in links.items() if not link.startswith('https://')),
    ]
