"""`python -m tests.bench [SECTION ...]`, or `... long MINUTES ENDPOINTS`, among `devstack run`'s services."""

import sys
from collections.abc import Iterator

from rich.console import Console

from devstack.stack import Stack

from . import site
from .rows import Row, is_missed, table

TITLE = 'Figures of one run on this machine; times of a busy machine say little, counts and ratios hold'


def main(arguments: list[str]) -> int:
    """Measure, print one table, and return 1 if a target is missed."""
    console, rows = Console(), []
    with site.opened() as stack:
        for row in _rows(stack, arguments):
            console.print(f'{row.figure}: {row.measured}', style='dim')
            rows.append(row)
    console.print(table(rows, TITLE))
    return int(is_missed(rows))


def _rows(stack: Stack, arguments: list[str]) -> Iterator[Row]:
    """Measure one section after the other; they load NetBox's models, which are there by now."""
    if arguments[:1] == ['long']:
        from .long import an_estate_for_minutes
        from .long_directly import direct_estate_for_minutes

        minutes, endpoints = arguments[1:]
        yield from direct_estate_for_minutes(stack, float(minutes), int(endpoints))
        yield from an_estate_for_minutes(stack, float(minutes), int(endpoints))
        return
    from . import cost, directly, linking, pages, scraping, throughput, ticking, writing

    sections = {
        'cost': cost.cost_of_a_sync,
        'writing': writing.speed_of_writing,
        'linking': linking.speed_of_linking,
        'tick': ticking.cost_of_the_tick,
        'directly': lambda: directly.speed_of_both_sources(stack),
        'throughput': lambda: throughput.speed_of_syncs(stack),
        'memory': lambda: throughput.memory_of_a_child(stack),
        'pages': pages.speed_of_pages,
        'scrape': scraping.speed_of_a_scrape,
    }
    for name in arguments or sections:
        yield from sections[name]()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
