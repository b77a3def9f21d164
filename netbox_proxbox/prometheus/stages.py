"""How long the stages of a sync take."""

from collections.abc import Iterator

from django.db import connection
from prometheus_client.core import Metric

from netbox_proxbox.runs.stage_notes import STAGES

from .families import gauge_by
from .runs import LATELY

__all__ = ('collect',)

# Enough for an average; reading the notes of thousands of runs would make a scrape slow.
SAMPLE = 200

DURATIONS = """
    SELECT stage, AVG(seconds), MAX(seconds)
    FROM (
        SELECT key AS stage,
               EXTRACT(EPOCH FROM (note ->> 'ended_at')::timestamptz - (note ->> 'started_at')::timestamptz) AS seconds
        FROM (
            SELECT stages FROM netbox_proxbox_syncrun
            WHERE ended_at >= STATEMENT_TIMESTAMP() - make_interval(secs => %s)
            ORDER BY ended_at DESC LIMIT %s
        ) AS latest, jsonb_each(stages) AS of_run (key, note)
    ) AS durations
    WHERE seconds IS NOT NULL
    GROUP BY stage
"""


def collect() -> Iterator[Metric]:
    """Yield the average and the longest duration of each stage in the latest runs."""
    with connection.cursor() as cursor:
        cursor.execute(DURATIONS, [LATELY.total_seconds(), SAMPLE])
        found = {stage: (average, longest) for stage, average, longest in cursor.fetchall()}
    averages, maxima = ([(stage, found[stage][of]) for stage in STAGES if stage in found] for of in (0, 1))
    yield gauge_by('stage', 'stage_average_seconds', 'Average duration in the latest runs.', averages)
    yield gauge_by('stage', 'stage_max_seconds', 'Longest duration in the latest runs.', maxima)
