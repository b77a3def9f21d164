"""A stranger finds the way in: what a forge looks for is there, is well-formed, and tells what is so."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from devstack.paths import ROOT

GITHUB = ROOT / '.github'
WORKFLOW = GITHUB / 'workflows' / 'ci.yml'
FORMS = sorted({*(GITHUB / 'ISSUE_TEMPLATE').iterdir()} - {GITHUB / 'ISSUE_TEMPLATE' / 'config.yml'})
CHECKED = [
    ('vendor.github-workflows', WORKFLOW),
    ('custom.github-workflows-require-timeout', WORKFLOW),
    ('vendor.github-issue-config', GITHUB / 'ISSUE_TEMPLATE' / 'config.yml'),
    *(('vendor.github-issue-forms', form) for form in FORMS),
]
PAGES = ('SECURITY.md', 'CODE_OF_CONDUCT.md', 'COMPATIBILITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE')
TARGETS = set(re.findall(r'^([a-z-]+):.*## ', (ROOT / 'Makefile').read_text(), re.MULTILINE))


def steps() -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(WORKFLOW.read_text())['jobs'].values()
    found: list[dict[str, Any]] = job['steps']
    return found


@pytest.mark.parametrize(('schema', 'file'), CHECKED, ids=lambda value: getattr(value, 'name', value))
def test_it_is_of_its_schema(schema: str, file: Path) -> None:
    command = [sys.executable, '-m', 'check_jsonschema', '--builtin-schema', schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_runs_what_any_machine_runs() -> None:
    assert [step['run'] for step in steps() if 'run' in step] == ['.ci/run']
    assert (ROOT / '.ci' / 'run').stat().st_mode & 0o111


def test_the_workflow_takes_the_python_of_the_checkout() -> None:
    (python,) = (step['with'] for step in steps() if 'setup-python' in step.get('uses', ''))

    assert python == {'python-version-file': '.python-version'}
    assert (ROOT / '.python-version').exists()


def test_the_workflow_may_only_read() -> None:
    assert yaml.safe_load(WORKFLOW.read_text())['permissions'] == {'contents': 'read'}
    assert [step['with']['persist-credentials'] for step in steps() if 'checkout' in step.get('uses', '')] == [False]


def test_readme_leads_to_all_of_it() -> None:
    readme = (ROOT / 'README.md').read_text()

    assert [page for page in PAGES if f']({page})' not in readme] == []


@pytest.mark.parametrize('page', ['.ci/run', '.github/pull_request_template.md', 'SECURITY.md'])
def test_what_is_to_be_made_is_a_target(page: str) -> None:
    named = set(re.findall(r'`?make ([a-z-]+)', (ROOT / page).read_text()))

    assert named
    assert named <= TARGETS
