"""The door for a WSGI server: `rumahrakyat.config.wsgi:application`."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from rumahrakyat.config.processes import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
# A web process whose master was killed would keep the port from the next master.
follow_parent(signal.SIGTERM)
application = get_wsgi_application()
