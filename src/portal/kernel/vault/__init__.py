"""Sealed data: to open is to look.

`show` opens and notes the person, so that the trail has an entry before anything leaves. `match` opens in
memory for search and sort, and is no look. Keys live in a second database; destroying a key row destroys
the data everywhere (ADR 0004).
"""

from portal.kernel.vault.index import (
    find_each,
    find_people,
    find_person,
    forget_ssn,
    remember_ssn,
    ssn_digits,
    well_formed_ssn,
)
from portal.kernel.vault.sealing import FILE, IDENTITY, Sealed, match, open_file, seal, seal_file, show

__all__ = [
    "FILE",
    "IDENTITY",
    "Sealed",
    "find_each",
    "find_people",
    "find_person",
    "forget_ssn",
    "match",
    "open_file",
    "remember_ssn",
    "seal",
    "seal_file",
    "show",
    "ssn_digits",
    "well_formed_ssn",
]
