"""What a soak prints in the end."""

from collections.abc import Mapping

from .verdict import Verdict

__all__ = ('summary',)


def summary(verdict: Verdict, faults: Mapping[str, int], changes: int, memory: tuple[int, int], keys: int) -> str:
    """Return the counts, one a line."""
    before, after = memory
    lines = [
        f'{sum(faults.values())} faults, while the estates changed {changes} times:',
        *(f'  {number:4} {fault}' for fault, number in sorted(faults.items())),
        'Runs:',
        *(f'  {number:4} {status}' for status, number in verdict.statuses.items()),
        'What must not be:',
        *(f'  {number:4} {wrong}' for wrong, number in verdict.wrongs.items()),
        f'  {len(verdict.differences):4} differences between NetBox and the simulation',
        *(f'       {difference}' for difference in verdict.differences),
        f'Memory of the worker: {before} MiB before, {after} MiB after. Keys in Redis: {keys}.',
        'Every promise was kept.' if verdict.is_good else 'A promise was broken.',
    ]
    return ''.join(f'{line}\n' for line in lines)
