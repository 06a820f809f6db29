"""Public numbers: opaque, readable on the telephone, with a check character that catches a misheard one.

Shape: `PR-7K4M-2Q9X`: a prefix of two letters and eight characters of Crockford's base 32 (no I, L, O, U),
the last of which is the check character.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_number(prefix: str) -> str:
    """A fresh number; the column it goes to must be unique (35 bits are random)."""
    return number_from(prefix, secrets.randbits(35))


def number_from(prefix: str, value: int) -> str:
    """The number for a whole number below 32**7, for data that must come out the same from a seed."""
    body = ""
    for _ in range(7):
        value, digit = divmod(value, 32)
        body = ALPHABET[digit] + body
    return _written(prefix, body)


def read_number(text: str) -> str | None:
    """The number a person typed or said, in its one written form; None when it cannot be one."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    prefix, body = letters[:2], letters[2:].translate(READ_AS)
    if len(body) != 8 or not set(body) <= set(ALPHABET) or _check(body[:7]) != body[7]:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}"


def _written(prefix: str, body: str) -> str:
    whole = body + _check(body)
    return f"{prefix}-{whole[:4]}-{whole[4:]}"


def _check(body: str) -> str:
    # Weights are odd, so each is invertible modulo 32 and every single wrong character is caught.
    return ALPHABET[sum(ALPHABET.index(c) * (2 * place + 3) for place, c in enumerate(body)) % 32]
