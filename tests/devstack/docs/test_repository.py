"""Links that lead somewhere in the repository lead to the same in the site."""

import pytest

from devstack.docs.repository import in_site


@pytest.mark.parametrize(
    ('page', 'markdown', 'expected'),
    [
        ('links.md', '[a](schedules.md#x)', '[a](schedules.md#x)'),
        ('README.md', '[a](../CONTRIBUTING.md)', '[a](CONTRIBUTING.md)'),
        ('CONTRIBUTING.md', '[a](docs/guarantees.md#x)', '[a](guarantees.md#x)'),
        ('docker/kubernetes/README.md', '[a](../README.md)', '[a](../README.md)'),
        ('docker/README.md', '[a](../docs/operations.md)', '[a](../operations.md)'),
        ('README.md', '[a](#x) and [b](https://example.com/c.md)', '[a](#x) and [b](https://example.com/c.md)'),
        ('links.md', '![a](images/form.png)', '![a](images/form.png)'),
    ],
)
def test_it_leads_there(page: str, markdown: str, expected: str) -> None:
    assert in_site(markdown, page) == expected


def test_what_the_site_does_not_have_is_named_without_a_link() -> None:
    assert in_site('See [the *code*](../worker/tasks.py) of it.', 'development.md') == 'See the *code* of it.'
