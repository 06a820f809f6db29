"""Dated parameters of finding people by SSN: our own security plan, and the limits of files."""

from portal.kernel.dated import ALWAYS, Dated

# Refused look-ups by SSN an hour before an account, or its organisation, has to wait.
LOOK_UPS_ACCOUNT = (Dated(ALWAYS, 10, "own security plan"),)
LOOK_UPS_ORGANISATION = (Dated(ALWAYS, 40, "own security plan"),)
# Rows of a file that asks about assignability; one row more, and the file is refused before any is judged.
ASSIGNABILITY_ROWS = (Dated(ALWAYS, 250, "Secure Provider Portal, 2014 (BF-03, LM-23)"),)
# Such files an organisation sends in an hour: what bounds trying out numbers by the file.
ASSIGNABILITY_FILES = (Dated(ALWAYS, 4, "own security plan"),)
