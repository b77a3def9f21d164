"""Whether an answer is about the endpoint that was asked for."""

from netbox_proxbox.errors import BackendAnswerInvalid, RegistrationStale
from netbox_proxbox.sources.records import EndpointRef
from netbox_proxbox.sources.values import JsonObject

__all__ = ('check_identity', 'only_object')


def only_object(answer: object, ref: EndpointRef, backend: str) -> JsonObject:
    """The one object of a list. proxbox-api 0.0.30 answers `[]` for an id that is unknown or disabled.

    Raises RegistrationStale for an empty list, BackendAnswerInvalid for anything but a list of one object.
    """
    if not isinstance(answer, list):
        raise BackendAnswerInvalid(backend, 'It did not answer with a list.')
    if not answer:
        raise RegistrationStale(ref.name, backend, f'The id {ref.record_id} is unknown or disabled there.')
    if len(answer) > 1:
        raise BackendAnswerInvalid(backend, f'It answered for {len(answer)} endpoints where one was asked for.')
    if not isinstance(answer[0], dict):
        raise BackendAnswerInvalid(backend, 'It answered with a list of something else than objects.')
    return answer[0]


def check_identity(found: JsonObject, ref: EndpointRef, backend: str) -> None:
    """Raise RegistrationStale if the object names another endpoint: ids are reused after a deletion.

    Both fields are missing before 0.0.23, where nothing can be checked.
    """
    record_id, name = found.get('db_endpoint_id'), found.get('endpoint_name')
    if record_id is not None and record_id != ref.record_id:
        raise RegistrationStale(ref.name, backend, f'The id {ref.record_id} was asked for and another one answered.')
    if name is not None and name != ref.name:
        raise RegistrationStale(ref.name, backend, f'The id {ref.record_id} means another endpoint there by now.')
