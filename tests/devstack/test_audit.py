"""A known hole is an error for the plugin's users, a warning for the rest, and no stop when nobody can be asked."""

import json
from typing import Any

from devstack.audit import needed_by, pinned_by, verdict_on

SHIPPED = frozenset({'celery', 'django-celery-beat-next'})


def report(*packages: dict[str, Any]) -> str:
    return json.dumps({'dependencies': [{'version': '1.0', 'vulns': [], **package} for package in packages]})


def holed(name: str, *mended_in: str) -> dict[str, Any]:
    return {'name': name, 'vulns': [{'id': 'CVE-2026-1', 'fix_versions': list(mended_in), 'description': 'long'}]}


def test_without_known_holes_all_is_well() -> None:
    verdict = verdict_on(report({'name': 'celery'}, {'name': 'pytest'}), SHIPPED)

    assert verdict.lines == ('2 packages audited, 0 with known holes',)
    assert not verdict.is_hole


def test_a_hole_that_users_get_is_a_failure() -> None:
    verdict = verdict_on(report(holed('Django_Celery-Beat.Next', '1.1', '2.0')), SHIPPED)

    assert verdict.is_hole
    assert verdict.lines[0] == 'error: Django_Celery-Beat.Next 1.0 has CVE-2026-1, mended in 1.1, 2.0'


def test_a_hole_in_a_tool_is_a_warning() -> None:
    verdict = verdict_on(report(holed('pytest')), SHIPPED)

    assert not verdict.is_hole
    assert verdict.lines[0] == 'warning: pytest 1.0 has CVE-2026-1, mended in no version yet'


def test_what_cannot_be_asked_is_told_and_stops_nobody() -> None:
    unreachable = verdict_on('', SHIPPED)
    unknown = verdict_on(report({'name': 'celery', 'skip_reason': 'not found'}, {'name': 'pytest'}), SHIPPED)

    assert 'not audited' in unreachable.lines[0]
    assert unknown.lines[0].startswith('warning: 1 of 2 packages not audited')
    assert not unreachable.is_hole
    assert not unknown.is_hole


def test_what_the_plugin_brings_along_is_known() -> None:
    brought = needed_by(['celery[redis]>=5.7', 'cryptography'])

    assert {'celery', 'kombu', 'redis', 'cryptography'} <= brought
    assert not {'pytest', 'netbox', 'kafka-python'} & brought


def test_what_netbox_pins_is_for_netbox_to_mend() -> None:
    assert {'django', 'requests'} <= pinned_by('netbox')
    assert 'celery' not in pinned_by('netbox')
