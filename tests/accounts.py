"""Users, their permissions and their tokens, as NetBox keeps them."""

from typing import Any

from core.models import ObjectType
from django.db.models import Model
from django.test import Client
from rest_framework.test import APIClient
from users.constants import TOKEN_PREFIX
from users.models import ObjectPermission, Token, User

__all__ = ('api_client', 'grant', 'page_client')


def grant(
    user: User, model: type[Model], *actions: str, constraints: dict[str, Any] | None = None, name: str = ''
) -> None:
    """Permit actions on the rows of a model that meet the constraints."""
    permission = ObjectPermission.objects.create(
        name=name or f'{user} {model.__name__} {actions}', actions=list(actions), constraints=constraints
    )
    permission.users.add(user)
    permission.object_types.add(ObjectType.objects.get_for_model(model))


def api_client(user: User, *, write_enabled: bool = True) -> APIClient:
    """Return a client that sends a token of this user."""
    token = Token.objects.create(user=user, write_enabled=write_enabled)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f'Bearer {TOKEN_PREFIX}{token.key}.{token.token}')
    return client


def page_client(user: User) -> Client:
    """Return a browser in which this user is logged in."""
    client = Client()
    client.force_login(user)
    return client
