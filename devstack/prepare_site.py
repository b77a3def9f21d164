"""Prepares the database of a site; runs inside NetBox's Django.

Applies the migrations of the plugin and makes the administrator, in one process, since each start of NetBox costs
ten seconds of one core.
"""

import django
from django.core.management import call_command

from devstack.credentials import Credentials
from devstack.foundations import Foundations

__all__ = ['main']


def main() -> None:
    """Bring the database up to date, and add the user `admin` with an API token."""
    django.setup()
    call_command('migrate', interactive=False)
    _create_administrator(Foundations.from_environment().credentials)


def _create_administrator(credentials: Credentials) -> None:
    from users.choices import TokenVersionChoices
    from users.models import Token, User

    user = User.objects.create_superuser('admin', 'admin@example.org', credentials.admin_password)
    # Version 1 is the one that is sent as `Authorization: Token ...`, as the plugin's documented examples do.
    token = Token(user=user, version=TokenVersionChoices.V1)
    token.token = credentials.api_token
    token.save()


if __name__ == '__main__':
    main()
