"""Dated parameters of finding people by SSN: our own security plan."""

from portal.kernel.dated import ALWAYS, Dated

# Refused look-ups by SSN an hour before an account, or its organisation, has to wait.
LOOK_UPS_ACCOUNT = (Dated(ALWAYS, 10, "own security plan"),)
LOOK_UPS_ORGANISATION = (Dated(ALWAYS, 40, "own security plan"),)
