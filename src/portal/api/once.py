"""The caller's own key for a request, and what the request said, as one digest."""

from hashlib import sha256
from typing import Annotated

from django.http import HttpRequest
from pydantic import Field, StringConstraints

Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$"),
    Field(examples=["5f0c6a2e-0001"], description="Your own key for this request. Kept for ever."),
]


def digest_of(request: HttpRequest) -> bytes:
    """Two requests are the same where method, address and every byte of the body are."""
    return sha256(b"\n".join([(request.method or "").encode(), request.path.encode(), request.body])).digest()
