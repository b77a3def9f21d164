"""What a worker under test and the tests agree on."""

__all__ = ('CONNECTION_NAME', 'VARIABLE', 'WORKER_OPTION')

# The environment variable with the folder in which points are armed.
VARIABLE = 'PROXBOX_TEST_FAILPOINTS'
# How the worker's connections are called in PostgreSQL, so that only they are cut.
CONNECTION_NAME = 'worker under test'
WORKER_OPTION = '--include=tests.guarantees.failpoints,tests.integration.event_actions'
