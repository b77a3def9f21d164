"""A browser without a window, logged in at a NetBox that runs."""

import requests

from tests.integration.services import Services

__all__ = ('WebClient',)


class WebClient:
    """Opens NetBox's pages as the administrator."""

    def __init__(self, services: Services) -> None:
        self._url = services.stack.site.url
        self._session = requests.Session()
        self._session.headers['Connection'] = 'close'
        self.text('/login/')
        login = {
            'username': 'admin',
            'password': services.stack.foundations.credentials.admin_password,
            'csrfmiddlewaretoken': self._session.cookies['csrftoken'],
        }
        self._session.post(f'{self._url}/login/', login, headers={'Referer': self._url}, timeout=60)
        assert 'sessionid' in self._session.cookies

    def text(self, path: str, **parameters: str) -> str:
        """What a page says, also when that is an error."""
        return self._session.get(f'{self._url}{path}', params=parameters, timeout=60).text
