"""The round-robin data of a node: its metrics of the last hour, day or week, with a gap where nobody measured it."""

from collections.abc import Iterator, Mapping

from .answers import Answer, Question, ok, wrong_parameters
from .estate import Estate, Node
from .metrics import metrics_at
from .releases import keeps_finer_statistics

__all__ = ('PARAMETERS', 'round_robin_data')

type Row = dict[str, object]

PARAMETERS = ('timeframe', 'cf')
CONSOLIDATIONS = ('AVERAGE', 'MAX')
MINUTE, HALF_AN_HOUR, THREE_HOURS = 60, 1_800, 10_800
# How many seconds each row is about, and how many rows there are.
STEPS: Mapping[str, tuple[int, int]] = {
    'hour': (MINUTE, 70),
    'day': (HALF_AN_HOUR, 70),
    'week': (THREE_HOURS, 70),
}
FINER_STEPS: Mapping[str, tuple[int, int]] = {
    'hour': (MINUTE, 60),
    'day': (MINUTE, 1_440),
    'week': (HALF_AN_HOUR, 336),
}


def round_robin_data(question: Question, name: str) -> Answer:
    """`/nodes/{node}/rrddata`: the member that is asked has it of every node, also of one that is down."""
    release = question.estate.release_of(question.asked)
    steps = FINER_STEPS if keeps_finer_statistics(release) else STEPS
    if errors := _errors(question.parameters, steps):
        return wrong_parameters(errors)
    node = question.told.find(name)
    if node is None:
        folder = 'pve-node-9.0' if keeps_finer_statistics(release) else 'pve2-node'
        reason = f"RRD error: opening '/var/lib/rrdcached/db/{folder}/{name}': No such file or directory"
        return Answer(status=500, reason=reason)
    return ok(list(_rows(question, node, *steps[question.parameters['timeframe']])))


def _errors(parameters: Mapping[str, str], steps: Mapping[str, object]) -> dict[str, str]:
    allowed = {'timeframe': tuple(steps), 'cf': CONSOLIDATIONS}
    errors = {
        name: f"value '{parameters[name]}' does not have a value in the enumeration '{', '.join(values)}'"
        for name, values in allowed.items()
        if name in parameters and parameters[name] not in values
    }
    return (
        errors if 'timeframe' in parameters else {**errors, 'timeframe': 'property is missing and it is not optional'}
    )


def _rows(question: Question, node: Node, step: int, count: int) -> Iterator[Row]:
    """The oldest first. A row is about the seconds before its time."""
    last = int(question.now) // step * step
    is_finer = keeps_finer_statistics(question.estate.release_of(question.asked))
    for epoch in range(last - (count - 1) * step, last + step, step):
        time = question.time - (question.now - epoch)
        row = _measured(question.told, node, time, is_finer=is_finer) if node.was_measured(time) else {}
        yield {**row, 'time': epoch}


def _measured(estate: Estate, node: Node, time: float, *, is_finer: bool) -> Row:
    metrics = metrics_at(estate, node, time)
    row: Row = {
        'loadavg': round(metrics.cpu * node.cpu_count, 2),
        'maxcpu': node.cpu_count,
        'cpu': metrics.cpu,
        'iowait': round(metrics.cpu / 100, 6),
        'memtotal': node.memory,
        'memused': metrics.memory,
        'swaptotal': 0,
        'swapused': 0,
        'roottotal': node.disk,
        'rootused': metrics.disk,
        'netin': round(metrics.cpu * 400_000, 1),
        'netout': round(metrics.cpu * 300_000, 1),
    }
    return row | _finer(node, metrics.memory) if is_finer else row


def _finer(node: Node, used: int) -> Row:
    pressures = ('cpusome', 'iosome', 'iofull', 'memorysome', 'memoryfull')
    return {'memavailable': node.memory - used, 'arcsize': 0, **dict.fromkeys(map('pressure{}'.format, pressures), 0)}
