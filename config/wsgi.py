import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from config.static_files import require_static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

try:
    application = get_wsgi_application()
    require_static_files()
except ImproperlyConfigured as error:
    sys.exit(f"Casemark cannot start. {error}")
