"""The root of the tree of errors: a code for programs, a cause and a cure for people."""

from typing import Any, ClassVar

from .printable import printable

__all__ = ('ProxboxError',)


class ProxboxError(Exception):
    """A failure with its cause and its cure, each in whole sentences without any secret.

    Both are written to rows as they are, so `detail`, which may hold what others said, is made printable here.

    `transient` errors may pass by themselves; `retry_after` (seconds) is how long the other side asks to wait, and
    `attempts` how often such a question may be asked at most, if that is less than the policy of the caller.
    `pauses_backend` errors would get worse by further requests, so the backend is paused until a person acts.
    `run_status` is what a run ends as that fails with it. `retries` has one line for people for each retry that was
    made in vain.
    """

    code: ClassVar[str] = 'proxbox-error'
    transient: bool = False
    attempts: int | None = None
    pauses_backend: ClassVar[bool] = False
    run_status: ClassVar[str] = 'failed'
    cause_text: ClassVar[str] = 'The sync failed.'
    cure_text: ClassVar[str] = 'See the log of the worker.'

    def __init__(self, *, detail: str = '', retry_after: float | None = None, **names: str) -> None:
        super().__init__()
        self.cause = ' '.join(filter(None, (self.cause_text.format(**names), printable(detail))))
        self.cure = self.cure_text.format(**names)
        self.retry_after = retry_after
        self.retries: list[str] = []

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what the error says, whatever its class was made of."""
        return type(self).__new__, (type(self), *self.args), self.__dict__

    def __str__(self) -> str:
        return f'{self.cause} {self.cure}'
