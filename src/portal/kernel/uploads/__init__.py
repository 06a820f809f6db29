"""Files from outside: `inspect` judges what a file is, `scanner.scan` asks the malware scanner."""

from portal.kernel.uploads.inspection import inspect
from portal.kernel.uploads.results import Accepted, Limits, Reason, Refused
from portal.kernel.uploads.scanner import Clean, Infected, Unavailable, Verdict, scan

__all__ = [
    "Accepted",
    "Clean",
    "Infected",
    "Limits",
    "Reason",
    "Refused",
    "Unavailable",
    "Verdict",
    "inspect",
    "scan",
]
