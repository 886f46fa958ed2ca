"""The door for a WSGI server: `rumahrakyat.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
application = get_wsgi_application()
