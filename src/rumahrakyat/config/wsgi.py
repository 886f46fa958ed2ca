"""The door for a WSGI server: `rumahrakyat.config.wsgi:application`."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from rumahrakyat.config.processes import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
# A web process whose master was killed would keep the port from the next master; nobody is left to wait for its end.
follow_parent(signal.SIGKILL)
if os.environ.get("RUMAHRAKYAT_WEB_MASTER") not in {None, str(os.getppid())}:
    os._exit(1)  # the master ended before the kernel was asked
application = get_wsgi_application()
