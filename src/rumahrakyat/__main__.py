"""`python -m rumahrakyat` is the command `rumahrakyat`."""

import sys

from rumahrakyat.config.cli import main

sys.exit(main())
