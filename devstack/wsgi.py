"""NetBox with its static files, which gunicorn alone would not serve."""

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from netbox.wsgi import application as netbox
from whitenoise import WhiteNoise

__all__ = ['application']


def _with_static_files() -> WhiteNoise:
    served = WhiteNoise(netbox)
    for finder in get_finders():
        for path, storage in finder.list([]):
            folder = f'{storage.prefix}/' if getattr(storage, 'prefix', None) else ''
            url = f'{settings.STATIC_URL}{folder}{path}'
            if url not in served.files:
                served.add_file_to_dictionary(url, storage.path(path))
    return served


application = _with_static_files()
