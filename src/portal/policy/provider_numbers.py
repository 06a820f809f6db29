"""The shapes of a provider's numbers: EIN, PID, UEI. Only the shape is judged; that one is in use is asked elsewhere.

EIN: 26 CFR 301.7701-12 (nine digits, the first two a prefix the Internal Revenue Service assigns).
UEI: the standard of the System for Award Management (12 letters and digits, no O or I, no zero in front).
"""

import re

# Prefixes that the Internal Revenue Service does not assign.
_NO_EIN_PREFIX = frozenset(
    ["00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97"]
)
_UEI = re.compile(r"[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}")
_PID = re.compile(r"[0-9A-Z]{4,15}")


def read_ein(text: str) -> str | None:
    """Nine digits, however they were grouped; None where it cannot be an EIN."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{9}", digits) or digits[:2] in _NO_EIN_PREFIX:
        return None
    return digits


def read_uei(text: str) -> str | None:
    """Twelve capital letters and digits; None where it cannot be a UEI."""
    written = _closed(text)
    return written if _UEI.fullmatch(written) else None


def read_pid(text: str) -> str | None:
    """Four to fifteen capital letters and digits; None where it cannot be a PID."""
    written = _closed(text)
    return written if _PID.fullmatch(written) else None


def _closed(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()
