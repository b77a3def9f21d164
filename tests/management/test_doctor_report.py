"""How the doctor writes its findings down."""

from netbox_proxbox.health.findings import Finding, Level, Section
from netbox_proxbox.management.doctor_report import document, exit_code, section_lines, summary

FINE = Section('Database', [Finding('PostgreSQL', Level.OK, 'Version 17 answers.')])
BAD = Section(
    'Backend main',
    [
        Finding('proxbox-api', Level.ERROR, 'It cannot be reached.', 'Check that it runs.'),
        Finding('An endpoint with a name that is long: Login', Level.WARNING, 'Odd.'),
        Finding('lab', Level.NOT_TRIED, 'Not without it.'),
    ],
)


def test_a_finding_is_a_line_of_three_columns_with_the_cure_below() -> None:
    assert section_lines(FINE, width=80) == [
        'Database',
        '  ok         PostgreSQL              Version 17 answers.',
        '',
    ]
    assert section_lines(BAD, width=80) == [
        'Backend main',
        '  ERROR      proxbox-api             It cannot be reached.',
        '                                     -> Check that it runs.',
        '  WARNING    An endpoint with a name that is long: Login',
        '                                     Odd.',
        '  not tried  lab                     Not without it.',
        '',
    ]


def test_long_texts_are_wrapped() -> None:
    section = Section('S', [Finding('x', Level.ERROR, 'word ' * 40, 'cure ' * 40)])
    assert max(map(len, section_lines(section, width=100))) <= 100


def test_the_end_counts_what_is_bad() -> None:
    assert summary([FINE]) == 'All is well.'
    assert summary([FINE, BAD]) == '1 error, 1 warning.'
    assert (exit_code([FINE]), exit_code([FINE, BAD])) == (0, 1)
    assert exit_code([Section('S', [Finding('x', Level.WARNING, 'Odd.')])]) == 0


def test_programs_get_all_of_it() -> None:
    told = document([FINE, BAD])
    assert told['level'] == 'error'
    assert [section['level'] for section in told['sections']] == ['ok', 'error']
    assert told['sections'][1]['findings'][0] == {
        'subject': 'proxbox-api',
        'level': 'error',
        'summary': 'It cannot be reached.',
        'cure': 'Check that it runs.',
    }
