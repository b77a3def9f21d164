"""The statements of a sync that is written by hand, and its tables: of runs, and of the nodes of 100 endpoints."""

__all__ = (
    *('END', 'INSERT', 'KEEP', 'LEFT', 'LOCK', 'METRICS'),
    *('NODES', 'ONE_AT_A_TIME', 'START', 'TABLES', 'TAKE'),
)

TABLES = """
    CREATE TABLE by_hand_run (
        id bigserial PRIMARY KEY, endpoint bigint, status text DEFAULT 'queued', started_at timestamptz,
        ended_at timestamptz, stages jsonb DEFAULT '{}', readings jsonb DEFAULT '{}'
    );
    CREATE INDEX ON by_hand_run (id) WHERE status IN ('queued', 'running');
    CREATE TABLE by_hand_node (id bigserial PRIMARY KEY, endpoint bigint, cpu float8, seen timestamptz);
    CREATE INDEX ON by_hand_node (endpoint);
    INSERT INTO by_hand_node (endpoint, cpu) SELECT number % 100 + 1, 0 FROM generate_series(1, 800) AS number;
"""
INSERT = 'INSERT INTO by_hand_run (endpoint) SELECT * FROM generate_series(1, %s) RETURNING id'
LEFT = 'SELECT count(*) FROM by_hand_run WHERE ended_at IS NULL'
ONE_AT_A_TIME = 'SELECT pg_advisory_xact_lock(1)'
TAKE = """
    UPDATE by_hand_run SET status = 'running', started_at = now() WHERE id IN (
        SELECT id FROM by_hand_run WHERE status = 'queued' ORDER BY id
        LIMIT 16 - (SELECT count(*) FROM by_hand_run WHERE status = 'running')
    ) RETURNING id
"""
START = 'UPDATE by_hand_run SET stages = stages || jsonb_build_object(%s::text, now()) WHERE id = %s RETURNING endpoint'
KEEP = 'UPDATE by_hand_run SET readings = readings || %s::jsonb WHERE id = %s'
LOCK = 'SELECT * FROM by_hand_run WHERE id = %s FOR NO KEY UPDATE'
NODES = 'SELECT * FROM by_hand_node WHERE endpoint = %s FOR NO KEY UPDATE'
METRICS = """
    UPDATE by_hand_node AS node SET cpu = read.cpu, seen = now()
    FROM unnest(%s::bigint[], %s::float8[]) AS read (id, cpu) WHERE node.id = read.id
"""
END = """
    UPDATE by_hand_run SET status = 'succeeded', ended_at = now(), readings = '{}' WHERE id = %s
    RETURNING EXISTS (SELECT FROM by_hand_run WHERE status = 'queued')
"""
