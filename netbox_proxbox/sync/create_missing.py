"""Creates the devices and clusters of NetBox that are missing, as an endpoint says, once."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from extras.models import CustomField
from utilities.exceptions import AbortRequest
from utilities.permissions import get_permission_for_model

from netbox_proxbox.database.transactions import UNIQUE_VIOLATION
from netbox_proxbox.errors import several
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.tracking.attempt import attempt

from .apply import change_record, explain, shown
from .made_by_sync import made_by_sync

__all__ = ('REFUSALS', 'Creator', 'fields_of', 'wait_for_other_creators', 'with_defaults', 'words_of')

# Two syncs that create must not do so at once, or each would find nothing and create the same.
CREATE_LOCK: Final = 0x70_72_6F_78_6E_65_77  # "proxnew"
REFUSALS: Final = (ValidationError, AbortRequest, PermissionDenied, IntegrityError)
NOT_CREATED: Final = 'Nothing was created in NetBox for {names}: {reason}'
NOBODY: Final = (
    "it is not known who set this up. Save the endpoint's creation settings again, under a user who may create it."
)
INACTIVE: Final = (
    'the user "{user}", who has set that up, is not active. Have somebody else save other settings for it.'
)
NOT_PERMITTED: Final = 'the user "{user}", who has set that up, may not {action} it.'
MOST_REFUSALS: Final = 20


class Creator:
    """Adds objects to NetBox under the permissions of who has set that up. What is refused is a warning of the run.

    `records` are those of the run, beside the ones of the plan. `cluster` is the one of NetBox that the devices of
    this reading may belong to.
    """

    def __init__(self, endpoint: ProxmoxEndpoint, run_id: int) -> None:
        self.endpoint, self.run_id = endpoint, run_id
        self.records: list[dict[str, Any]] = []
        self.cluster: Any = None
        self._refused: defaultdict[str, list[str]] = defaultdict(list)
        self._notes: dict[str, None] = {}

    @property
    def warnings(self) -> list[str]:
        """What was refused, each reason once."""
        refused = (NOT_CREATED.format(names=several(names), reason=why) for why, names in self._refused.items())
        return [*refused, *self._notes]

    def may(self, action: str, model: Any) -> str:
        """Return why nobody may do this to objects of a model; an empty text if it may be tried."""
        user = self.endpoint.creation_user
        if user is None:
            return NOBODY
        if not user.is_active:
            return INACTIVE.format(user=user)
        is_permitted = user.has_perm(get_permission_for_model(model, action))
        return '' if is_permitted else NOT_PERMITTED.format(user=user, action=action)

    def is_hopeless(self) -> bool:
        """Tell whether so many were refused that the others are left to the next sync: each costs what one costs."""
        return any(len(names) >= MOST_REFUSALS for names in self._refused.values())

    def create(self, instance: Any, name: str, fields: Collection[str]) -> Any:
        """Save a new object for the row of that name, mark it, and return it; None if NetBox or a permission refuses.

        The run tells of these fields.
        """
        try:
            with attempt():
                self.add(instance)
                instance.tags.add(made_by_sync(), *self.endpoint.create_tags.all())
        except REFUSALS as refusal:
            self.refuse(name, words_of(refusal))
            return None
        values = {field: shown(getattr(instance, field)) for field in fields}
        news = {field: [None, value] for field, value in values.items() if value not in (None, '')}
        self.records.append(change_record('create', instance, news))
        return instance

    def add(self, instance: Any) -> None:
        """Save a new object. Raises one of REFUSALS."""
        if refusal := self.may('add', type(instance)):
            raise PermissionDenied(refusal)
        with_defaults(instance).full_clean()
        explain(instance, f'Created by sync run {self.run_id}')
        instance.save()
        self.confirm('add', instance)

    def confirm(self, action: str, instance: Any) -> None:
        """Raise PermissionDenied if what was done to an object is more than the constraints of the user allow."""
        user = self.endpoint.creation_user
        if not type(instance).objects.restrict(user, action).filter(pk=instance.pk).exists():
            raise PermissionDenied(NOT_PERMITTED.format(user=user, action=action))

    def refuse(self, name: str, reason: str) -> None:
        """Have the run warn that nothing was created for the row of that name."""
        self._refused[reason].append(name)

    def note(self, text: str) -> None:
        """Have the run warn of something, once."""
        self._notes[text] = None


def wait_for_other_creators() -> None:
    """Let other syncs that create commit first, until this one does."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_advisory_xact_lock(%s)', [CREATE_LOCK])


def with_defaults(instance: Any) -> Any:
    """Give a new object the defaults of its custom fields, as NetBox's own forms and REST do before they look at it."""
    defaults = CustomField.objects.get_defaults_for_model(instance)
    instance.custom_field_data = {**defaults, **instance.custom_field_data}
    return instance


def fields_of(refusal: ValidationError) -> dict[str, list[str]]:
    """Return what was refused by field; nothing of a refusal that is about the object as a whole."""
    return refusal.message_dict if hasattr(refusal, 'error_dict') else {}


def words_of(refusal: Exception) -> str:
    """Return why an object was refused, with the fields that it is about."""
    if isinstance(refusal, ValidationError):
        told = [(field, ' '.join(messages)) for field, messages in fields_of(refusal).items()]
        named = (text if field == '__all__' else f'{field}: {text}' for field, text in told)
        return '; '.join(named) if told else ' '.join(refusal.messages)
    if isinstance(refusal, IntegrityError):
        is_like_another = getattr(refusal.__cause__, 'sqlstate', None) == UNIQUE_VIOLATION
        return 'NetBox has one like it already.' if is_like_another else 'the database refuses it.'
    return str(refusal)
