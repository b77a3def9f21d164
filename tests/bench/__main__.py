"""`python -m tests.bench [SECTION ...]`, or `... long --help`, among `devstack run`'s services."""

import argparse
import sys
from collections.abc import Iterator

from rich.console import Console

from devstack.stack import Stack

from . import site
from .rows import Row, is_missed, table

PARTS = ('directly', 'silent', 'proxbox-api')
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
        yield from _rows_of_long(stack, _long_options(arguments[1:]))
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


def _rows_of_long(stack: Stack, options: argparse.Namespace) -> Iterator[Row]:
    from .long import an_estate_for_minutes
    from .long_directly import EstateReadDirectly

    if {'directly', 'silent'} & set(options.parts):
        estate = EstateReadDirectly(stack, options.endpoints, options.nodes)
        yield from estate.for_minutes(options.minutes)
        if 'silent' in options.parts:
            yield from estate.with_silent_hosts()
    if 'proxbox-api' in options.parts:
        yield from an_estate_for_minutes(stack, options.minutes, options.endpoints, options.nodes)


def _long_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog='python -m tests.bench long', description='Many endpoints on a schedule.')
    parser.add_argument('--endpoints', type=int, default=1000, metavar='N', help='how many there are')
    parser.add_argument('--nodes', type=int, default=16, metavar='N', help='how many each of them has')
    parser.add_argument('--minutes', type=float, default=10, metavar='N', help='how long each schedule is looked at')
    parser.add_argument(
        '--parts', nargs='+', choices=PARTS, default=PARTS, metavar='PART', help=f'what is measured: {", ".join(PARTS)}'
    )
    return parser.parse_args(arguments)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
