"""Finding a person by SSN: a keyed hash in the keys database. The key that makes it is in no database.

A person whose number Social Security changed is found by each of them.
"""

import hmac
import re
from base64 import b64decode
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.db import connections

_SEPARATORS = str.maketrans("", "", "- \u2010\u2011\u2012\u2013\u2014\u00a0\u202f.")


def ssn_digits(text: str) -> str | None:
    """The nine digits of an SSN typed with or without dashes and spaces; None when it is not nine digits."""
    digits = text.strip().translate(_SEPARATORS)
    return digits if re.fullmatch(r"[0-9]{9}", digits) else None


def well_formed_ssn(digits: str) -> bool:
    """Could this number have been issued? Synthetic ones (900-999, group 01-49) only where the setting says so."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if group == "00" or serial == "0000" or area in ("000", "666"):
        return False
    if area >= "900":
        return settings.PORTAL_SYNTHETIC and "01" <= group <= "49"
    return True


def digest(digits: str) -> bytes:
    """The keyed hash an SSN is found by."""
    return hmac.digest(b64decode(settings.PORTAL_SSN_KEY), digits.encode(), "sha256")


def find_person(digits: str) -> UUID | None:
    """The person with this SSN, whoever may see that person; scope is the caller's next question."""
    with connections["keys"].cursor() as cursor:
        cursor.execute("select person from ssn_index where digest = %s", [digest(digits)])
        row = cursor.fetchone()
    return row[0] if row else None


def find_people(digits: Iterable[str]) -> dict[str, UUID]:
    """The same for many SSNs, in one query; an SSN that nobody has is missing from the answer."""
    asked = {digest(one): one for one in digits}
    with connections["keys"].cursor() as cursor:
        cursor.execute("select digest, person from ssn_index where digest = any(%s)", [list(asked)])
        return {asked[bytes(found)]: person for found, person in cursor.fetchall()}


def find_each(digits: Sequence[str]) -> list[str | None]:
    """The person of each SSN as text, in their order: for files of hundreds of thousands."""
    key = b64decode(settings.PORTAL_SSN_KEY)
    asked = {one: place for place, one in enumerate(dict.fromkeys(digits))}
    digests = b"".join(hmac.digest(key, one.encode(), "sha256") for one in asked)
    with connections["keys"].cursor() as cursor:
        # One value of bytes, cut up there: a list of so many takes longer to send than to look up.
        cursor.execute(
            "select person::text from generate_series(0, %s - 1) as place left join ssn_index"
            " on digest = substring(%s::bytea from 32 * place + 1 for 32) order by place",
            [len(asked), digests],
        )
        found = [row[0] for row in cursor.fetchall()]
    return [found[asked[one]] for one in digits]


def remember_ssn(pairs: Iterable[tuple[str, UUID]]) -> None:
    """Enter SSNs in the index; a pair that is there already stays."""
    rows = [(digest(digits), person) for digits, person in pairs]
    with connections["keys"].cursor() as cursor:
        cursor.execute(
            "insert into ssn_index (digest, person) select * from unnest(%s::bytea[], %s::uuid[])"
            " on conflict (digest) do nothing",
            [[r[0] for r in rows], [r[1] for r in rows]],
        )


def forget_ssn(pairs: Iterable[tuple[str, UUID]]) -> None:
    """Take SSNs out of the index that turned out not to be the person's."""
    rows = [(digest(digits), person) for digits, person in pairs]
    with connections["keys"].cursor() as cursor:
        cursor.execute(
            "delete from ssn_index using unnest(%s::bytea[], %s::uuid[]) as gone (digest, person)"
            " where ssn_index.digest = gone.digest and ssn_index.person = gone.person",
            [[r[0] for r in rows], [r[1] for r in rows]],
        )
