"""What a worker under test and the tests agree on."""

__all__ = ('VARIABLE', 'WORKER_OPTION')

# The environment variable with the folder in which points are armed.
VARIABLE = 'PROXBOX_TEST_FAILPOINTS'
WORKER_OPTION = '--include=tests.guarantees.failpoints'
