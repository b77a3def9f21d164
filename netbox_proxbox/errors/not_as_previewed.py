"""A sync that was to do what a preview has shown, and would do something else."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from .held import several
from .sync import SyncError

__all__ = ('NotAsPreviewed',)


class NotAsPreviewed(SyncError):
    """What was read would change more than was shown, or something else; `plan` is all that it would change."""

    code = 'not-as-previewed'
    run_status: ClassVar[str] = 'refused'
    cause_text = (
        'Nothing was written, for what is read of endpoint "{endpoint}" now would change what its preview did not '
        'show: {differences}.'
    )
    cure_text = 'Look at what would be changed now, on the page of this run, and apply that, or sync as usual.'

    def __init__(self, endpoint: str, differences: Sequence[str], plan: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(endpoint=endpoint, differences=several(differences))
        self.plan = list(plan)
