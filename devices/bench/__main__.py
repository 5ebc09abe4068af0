"""`python -m devices.bench`."""

import sys

from devices.bench.cli import main

sys.exit(main())
