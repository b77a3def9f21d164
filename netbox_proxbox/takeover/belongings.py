"""What NetBox has about objects by their content type: tags, journal, change log, permissions and the like."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from core.models import ObjectType
from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model, QuerySet
from extras.models import CachedValue, TaggedItem

from netbox_proxbox.database.namesake import APP

from .keeping import keep_rows
from .kinds import Kind

__all__ = ('counted', 'forget_searches', 'set_aside')

# Django's own, and the cache of the search, which is made anew.
IGNORED = {'auth.permission', 'core.objecttype', 'extras.cachedvalue'}


def counted(content_types: Collection[int]) -> dict[str, int]:
    """Return how many rows of NetBox and other plugins are about these, by what they are called."""
    numbers: Counter[str] = Counter()
    for model, field in _references():
        owner: Any = model._meta.auto_created
        rows: QuerySet[Any, Any] = model._default_manager.filter(**{f'{field.name}__in': content_types})
        if owner:
            # It joins them with content types, perhaps with several of ours.
            (of_owner,) = (field.name for field in model._meta.fields if field.related_model is owner)
            rows = rows.values(of_owner).distinct()
        numbers[str((owner or model)._meta.verbose_name_plural)] += rows.count()
    return {words: number for words, number in sorted(numbers.items()) if number}


def set_aside(kind: Kind, content_type: int, keys: list[int]) -> None:
    """Keep beside upstream's tables what would be left of objects that do not come over, but for their history."""
    for model, type_field, key_field in _deleted_with(kind):
        rows = model._default_manager.filter(**{f'{type_field}_id': content_type, f'{key_field}__in': keys})
        keep_rows(model._meta.db_table, list(rows.values_list('pk', flat=True)))


def forget_searches(content_types: Collection[int]) -> None:
    """Have global search find nothing of upstream's."""
    CachedValue.objects.filter(object_type__in=content_types).delete()


def _references() -> Iterator[tuple[type[Model], 'Field[Any, Any]']]:
    """Yield each field that leads to a content type. Our own tables are not there yet."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower in IGNORED or model._meta.app_label == APP or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            if field.remote_field and field.related_model in (ContentType, ObjectType):
                yield model, field


def _deleted_with(kind: Kind) -> Iterable[tuple[type[Model], str, str]]:
    """Yield the models whose rows NetBox deletes with an object, and their fields of its content type and its key."""
    yield TaggedItem, 'content_type', 'object_id'
    for field in kind._meta.private_fields:
        if isinstance(field, GenericRelation):
            yield field.related_model, field.content_type_field_name, field.object_id_field_name
