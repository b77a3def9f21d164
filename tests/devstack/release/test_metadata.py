"""What an index would refuse, or people would miss, is told before anything is published."""

import pytest

from devstack.release.metadata import LINKS, problems

WELL = '\n'.join(
    [
        'Metadata-Version: 2.4',
        'Name: netbox-proxbox',
        'Version: 0.1.0',
        'Classifier: Framework :: Celery',
        'Description-Content-Type: text/markdown',
        *(f'Project-URL: {name}, https://git.example.com/{name}' for name in LINKS),
        '',
        '# What it is',
    ]
)


def test_complete_metadata_are_well() -> None:
    assert problems(WELL.encode(), WELL.encode()) == []


@pytest.mark.parametrize(
    ('there', 'instead', 'told'),
    [
        ('Framework :: Celery', 'Framework :: Sellerie', "'Framework :: Sellerie' is no classifier"),
        ('# What it is', '', 'there is no description'),
        ('text/markdown', 'text/plain', 'the description is not called Markdown'),
        ('Project-URL: Source,', 'Project-URL: Home,', 'pyproject.toml has no [project.urls] for Source'),
        ('https://git.example.com/Source', 'http://here', 'Source leads to http://here, not to https'),
    ],
)
def test_what_is_wrong_is_told(there: str, instead: str, told: str) -> None:
    metadata = WELL.replace(there, instead).encode()

    assert problems(metadata, metadata) == [told]


def test_what_an_index_refuses_is_told_by_its_field() -> None:
    metadata = WELL.replace('Version: 0.1.0', 'Version: one').encode()
    (told,) = problems(metadata, metadata)

    assert told.startswith('version: ')


def test_both_files_say_the_same() -> None:
    assert problems(WELL.encode() + b'.', WELL.encode()) == ['sdist and wheel have metadata of their own each']
