"""What people have added in NetBox to objects of upstream's plugin."""

from typing import Any, Final

from core.models import ObjectChange, ObjectType
from django.contrib.contenttypes.models import ContentType
from extras.models import Bookmark, CustomField, JournalEntry, SavedFilter, Subscription, Tag, TaggedItem
from users.models import ObjectPermission, User

__all__ = ('add_belongings', 'content_type', 'object_type')

APP: Final = 'netbox_proxbox'


def add_belongings() -> None:
    """Add them to the endpoint `lab`, its cluster, a cluster that is not taken over, a backend and a backup."""
    user = User.objects.create(username='who-came-from-upstream')
    tag = Tag.objects.create(name='kept', slug='kept')
    for model in ('vmbackup', 'proxboxbackend'):  # the last one is left over from an earlier try
        ContentType.objects.create(app_label=APP, model=model)
    for model, key in (('proxmoxendpoint', 1), ('proxmoxcluster', 1), ('proxmoxcluster', 2), ('fastapiendpoint', 1)):
        about = {'content_type': content_type(model), 'object_id': key}
        TaggedItem.objects.create(tag=tag, **about)
        journal(model, key, 'before')
    journal('vmbackup', 1, 'of a backup')
    Bookmark.objects.create(object_type=content_type('proxmoxnode'), object_id=1, user=user)
    Subscription.objects.create(object_type=content_type('proxmoxnode'), object_id=1, user=user)
    ObjectChange.objects.create(
        changed_object_type=content_type('proxmoxendpoint'),
        changed_object_id=1,
        object_repr='lab',
        action='update',
        user_name=user.username,
        request_id='00000000-0000-0000-0000-000000000001',
        postchange_data={'name': 'lab'},
    )
    field = CustomField.objects.create(name='rack_note', type='text')
    field.object_types.set([object_type('proxmoxendpoint'), object_type('proxmoxnode')])
    _permissions_and_filters()


def _permissions_and_filters() -> None:
    about: dict[str, Any]
    for name, constraints in (('of names', {'name__startswith': 'l'}), ('of sites', {'site__name': 'Takeover'})):
        permission = ObjectPermission.objects.create(name=name, actions=['view'], constraints=constraints)
        permission.object_types.set([content_type('proxmoxendpoint')])
    for name, about in (('of nodes', {'online': ['true']}), ('of locations', {'location': ['Room 2']})):
        saved = SavedFilter.objects.create(name=name, slug=name.replace(' ', '-'), parameters=about)
        saved.object_types.set([object_type('proxmoxnode')])


def journal(model: str, key: int, words: str) -> None:
    JournalEntry.objects.create(assigned_object_type=content_type(model), assigned_object_id=key, comments=words)


def content_type(model: str) -> ContentType:
    return ContentType.objects.get(app_label=APP, model=model)


def object_type(model: str) -> Any:
    return ObjectType.objects.get(app_label=APP, model=model)
