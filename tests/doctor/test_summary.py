"""What the doctor says of a connection test, in as few lines as it is worth."""

import pytest

from netbox_proxbox.doctor.summary import summarized
from netbox_proxbox.health.findings import Finding, Level

WELL = Finding('Address', Level.OK, 'It is reached.')
UNVERIFIED = Finding('TLS', Level.WARNING, 'It is not verified.', 'Verify it.')
VERSION = Finding('Version', Level.OK, '0.0.30')
OLD_VERSION = Finding('Version', Level.WARNING, '0.0.1 is old.', 'Upgrade it.')
REFUSED = Finding('API key', Level.ERROR, 'It is refused.', 'Enter another.')
NOT_TRIED = Finding('Version', Level.NOT_TRIED, 'Not tried, because of the error.')


@pytest.mark.parametrize(
    ('findings', 'told'),
    [
        ([WELL, VERSION], [('main', 'ok', '0.0.30')]),
        ([WELL, REFUSED, NOT_TRIED], [('main: API key', 'error', 'It is refused.')]),
        (
            [WELL, UNVERIFIED, VERSION],
            [('main', 'ok', '0.0.30'), ('main: TLS', 'warning', 'It is not verified.')],
        ),
        ([WELL, OLD_VERSION], [('main: Version', 'warning', '0.0.1 is old.')]),
        (
            [UNVERIFIED, REFUSED, NOT_TRIED],
            [('main: TLS', 'warning', 'It is not verified.'), ('main: API key', 'error', 'It is refused.')],
        ),
    ],
)
def test_what_is_well_is_one_line_and_each_problem_another(
    findings: list[Finding], told: list[tuple[str, str, str]]
) -> None:
    said = summarized('main', findings, shown=1)

    assert [(finding.subject, finding.level.value, finding.summary) for finding in said] == told
