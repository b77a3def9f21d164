"""A release that leads nowhere is told from one that says where it lives."""

import tomllib

import pytest

from devstack.paths import ROOT
from devstack.release.addresses import FROM_GIT, problems

PLACEHOLDER = 'is a placeholder; set it to where that of yours is'


@pytest.mark.parametrize(
    'link',
    [
        'https://git.example.com/x',
        'https://example.org',
        'https://x.example/',
        'https://forge.test/x',
        'https://localhost/x',
    ],
)
def test_what_can_belong_to_nobody_is_a_placeholder(link: str) -> None:
    assert problems({'Source': link}, {}) == [f'pyproject.toml, [project.urls]: Source = "{link}" {PLACEHOLDER}']


@pytest.mark.parametrize('link', ['https://github.com/example/x', 'https://examples.com/x', 'https://mytest.io/x'])
def test_what_only_looks_like_one_is_an_address(link: str) -> None:
    assert problems({'Source': link}, {'README.md': f'pip install git+{link}'}) == []


def test_the_address_of_a_clone_is_found_among_words() -> None:
    text = "| git | `pip install 'x @ git+https://git.example.com/x.git'` |\nhttps://netbox.example.com is yours."

    assert problems({}, {'docs/install.md': text}) == [
        'docs/install.md: https://git.example.com/x.git is a placeholder; set it to where people clone yours'
    ]


def test_people_clone_where_the_source_is() -> None:
    source = tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['urls']['Source']

    assert FROM_GIT.findall((ROOT / 'docs' / 'install.md').read_text()) == [f'{source}.git']
