"""The command that looks at everything. What it finds is tested with the doctor, whole stacks with real processes."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from netbox_proxbox.health.findings import Finding, Level, Section
from netbox_proxbox.management.commands import proxbox_doctor


def run(monkeypatch: pytest.MonkeyPatch, level: Level, *arguments: str) -> tuple[int, str]:
    """The exit code and the output when there is one finding."""
    sections = [Section('Database', [Finding('PostgreSQL', level, 'Told.', 'Cured.')])]
    monkeypatch.setattr(proxbox_doctor, 'examine', lambda seconds: iter(sections))
    out, code = StringIO(), 0
    try:
        call_command('proxbox_doctor', *arguments, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, out.getvalue()


@pytest.mark.parametrize(
    ('level', 'code', 'end'),
    [
        (Level.OK, 0, 'All is well.'),
        (Level.WARNING, 0, '0 errors, 1 warning.'),
        (Level.ERROR, 1, '1 error, 0 warnings.'),
    ],
)
def test_it_ends_with_a_count_and_a_code(level: Level, code: int, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, text = run(monkeypatch, level)

    assert ended == code
    assert text.splitlines()[0] == 'Database'
    assert text.splitlines()[-1] == end


def test_json_is_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    ended, text = run(monkeypatch, Level.ERROR, '--json')

    assert ended == 1
    assert json.loads(text)['sections'][0]['findings'][0]['cure'] == 'Cured.'


@pytest.mark.django_db
def test_it_runs_for_real_without_any_backend() -> None:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command('proxbox_doctor', stdout=out)
    assert 'Nothing is there to be read yet.' in out.getvalue()
    assert 'No worker is heard' in out.getvalue()
