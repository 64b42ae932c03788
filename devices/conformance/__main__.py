"""`python -m devices.conformance`."""

import sys

from devices.conformance import main

sys.exit(main())
