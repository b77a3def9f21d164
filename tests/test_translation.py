"""What people read on pages is marked for translation, in Python and in templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack.paths import ROOT

PLUGIN = ROOT / 'netbox_proxbox'
# Not for pages, or not for one reader: what is kept in rows and logs is written once, for readers of all languages, by
# code that mostly knows no Django; what NetBox says at its start, and commands, is in English as Django's own is.
ELSEWHERE = (
    *('errors', 'reading', 'restore/rows.py', 'runs', 'schedules', 'sources', 'stages', 'sync', 'tracking'),
    *('__init__.py', 'checks.py', 'configuration', 'database', 'management', 'migrations', 'prometheus', 'tests'),
)
MARKS = {'_', 'gettext', 'gettext_lazy', 'ngettext', 'ngettext_lazy', 'pgettext'}
# Their texts end in a log, in the change log, or in an error that is kept.
KEPT = {'debug', 'info', 'warning', 'exception', 'error', 'reveal', 'write'}
# Names, permissions, which Django keeps in the database, and what the change log keeps.
UNREAD = {'__all__', 'permissions', '_changelog_message'}
NAMES = {'Flower', 'ProxBox watch', 'Proxmox', 'Proxmox Service Monitoring', 'Proxmox VE', 'Query'}
TAG, PLACEHOLDER = re.compile(r'<[^>]*>'), re.compile(r'{[^}]*}')
WORDS = re.compile(r'[A-Za-z][a-z]+[,.:;]? +[A-Za-z]|^[A-Z][a-z]+$')
# SQL, commands, classes of icons, patterns, and types.
CODE = re.compile(r'\s*(?:(?:CREATE|DELETE|DO|SELECT|SHOW|UPDATE|WITH|celery|netbox|mdi)\b|--|\\\(|\w+\[)')

COMMENT = re.compile(r'{#.*?#}|{% comment %}.*?{% endcomment %}|<(script|style).*?</\1>', re.DOTALL)
BLOCK = re.compile(r'{% blocktrans(late)? .*?{% endblocktrans(late)? %}', re.DOTALL)
IN_BRACES = re.compile(r'{%.*?%}|{{.*?}}', re.DOTALL)
READ_ATTRIBUTE = re.compile(r'\b(?:title|aria-label|alt|placeholder)="([^"]*)"')
ENTITY = re.compile(r'&\w+;')


def unmarked_in_python(source: str) -> Iterator[str]:
    """Yield each text that is neither marked nor left out for a reason above."""
    tree = ast.parse(source)
    left_out = {id(part) for node in ast.walk(tree) if is_left_out(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            text = PLACEHOLDER.sub('', TAG.sub('', node.value)).strip()
            if WORDS.search(text) and not CODE.match(node.value) and text not in NAMES:
                yield f'{node.lineno}: {node.value}'


def is_left_out(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return getattr(node.func, 'id', getattr(node.func, 'attr', '')) in MARKS | KEPT
    if isinstance(node, ast.Assign):
        return any(getattr(target, 'id', getattr(target, 'attr', '')) in UNREAD for target in node.targets)
    # A docstring.
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def unmarked_in_template(source: str) -> list[str]:
    """Return what stands outside of `trans` and `blocktrans`, also in attributes that people read or hear."""
    text = IN_BRACES.sub('', BLOCK.sub('', COMMENT.sub('', source)))
    shown = [*READ_ATTRIBUTE.findall(text), *TAG.sub('\n', text).splitlines()]
    return [line.strip() for line in shown if re.search('[A-Za-z]{2}', ENTITY.sub('', line))]


def modules() -> Iterator[Path]:
    for file in PLUGIN.rglob('*.py'):
        name = str(file.relative_to(PLUGIN))
        if not any(name == each or name.startswith(f'{each}/') for each in ELSEWHERE):
            yield file


def test_every_text_of_a_page_is_marked() -> None:
    found = [f'{file.relative_to(ROOT)}:{text}' for file in modules() for text in unmarked_in_python(file.read_text())]

    assert found == []


def test_every_text_of_a_template_is_marked() -> None:
    templates = [*(PLUGIN / 'templates').rglob('*.html')]
    found = [f'{file.name}: {text}' for file in templates for text in unmarked_in_template(file.read_text())]

    assert templates
    assert found == []


@pytest.mark.parametrize('place', ELSEWHERE)
def test_what_is_left_out_exists(place: str) -> None:
    assert (PLUGIN / place).exists()


@pytest.mark.parametrize(
    ('source', 'found'),
    [
        ("title = 'Last read'", ['1: Last read']),
        ("name = CharField(verbose_name='Name')", ['1: Name']),
        ("text = f'{count} nodes wait'", ['1:  nodes wait']),
        ("raise ValidationError({'url': 'Enter an address.'})", ['1: Enter an address.']),
        ("title = _('Last read')", []),
        ('text = _("{count} nodes").format(count=count)', []),
        ('"""A module of its own."""', []),
        ("logger.info('Run %s has ended', run)", []),
        ('html = \'<span class="text-nowrap">{}</span>\'', []),
        ("node._changelog_message = 'Restored from a run'", []),
        ("statement = 'SELECT id FROM runs'", []),
    ],
)
def test_a_text_is_found(source: str, found: list[str]) -> None:
    assert [*unmarked_in_python(source)] == found


@pytest.mark.parametrize(
    ('source', 'found'),
    [
        ('<td>Last read</td>', ['Last read']),
        ('<a title="Last read">{{ age }}</a>', ['Last read']),
        ('<a title="{% trans "Last read" %}">{{ age }}&nbsp;s</a>', []),
        ('{% blocktrans with age=age %}Read {{ age }} ago{% endblocktrans %}', []),
        ('{% comment %}Last read{% endcomment %}<script>let age</script>', []),
    ],
)
def test_a_text_of_a_template_is_found(source: str, found: list[str]) -> None:
    assert unmarked_in_template(source) == found
