"""What linking by name did, in words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from netbox_proxbox.sync.linking import Obstacle, Row, Verdict

__all__ = ('report_of',)

A_FEW = 5
WORDS = {
    Obstacle.ALREADY_LINKED: ngettext_lazy(
        '{count} was linked already: {names}', '{count} were linked already: {names}'
    ),
    Obstacle.NO_MATCH: ngettext_lazy(
        '{count} has no NetBox object of exactly the same name that you may see: {names}',
        '{count} have no NetBox object of exactly the same name that you may see: {names}',
    ),
    Obstacle.SEVERAL_MATCHES: ngettext_lazy(
        '{count} has several NetBox objects of its name; link it by hand: {names}',
        '{count} have several NetBox objects of their name; link them by hand: {names}',
    ),
    Obstacle.TAKEN: ngettext_lazy(
        'The NetBox object of {count} is linked to another: {names}',
        'The NetBox objects of {count} are linked to others: {names}',
    ),
    Obstacle.RIVALS: ngettext_lazy(
        '{count} shares its name with another Proxmox row without a link; link it by hand: {names}',
        '{count} share their names with other Proxmox rows without a link; link them by hand: {names}',
    ),
    Obstacle.DECIDED: ngettext_lazy(
        'Somebody decided that {count} is not linked so; link it by hand: {names}',
        'Somebody decided that {count} are not linked so; link them by hand: {names}',
    ),
}


def report_of(verdicts: Mapping[Row, Verdict]) -> Iterator[tuple[int, str]]:
    """Return the messages to show, each with its level."""
    left: defaultdict[Obstacle, list[str]] = defaultdict(list)
    for row, verdict in verdicts.items():
        if verdict.obstacle:
            left[verdict.obstacle].append(row.name)
    linked = len(verdicts) - sum(map(len, left.values()))
    level = messages.SUCCESS if linked else messages.INFO
    yield level, ngettext('{count} link was made.', '{count} links were made.', linked).format(count=linked)
    for obstacle, names in left.items():
        level = messages.INFO if obstacle is Obstacle.ALREADY_LINKED else messages.WARNING
        yield level, str(WORDS[obstacle] % len(names)).format(count=len(names), names=some_of(names))


def some_of(names: Sequence[str]) -> str:
    shown = ', '.join(names[:A_FEW])
    rest = len(names) - A_FEW
    return _('{names} and {count} more').format(names=shown, count=rest) if rest > 0 else shown
