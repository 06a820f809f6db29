"""A PDF as an answer."""

from django.http import HttpResponse


def pdf(name: str, content: bytes) -> HttpResponse:
    """A PDF that the browser opens under its number."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
