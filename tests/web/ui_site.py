"""The gallery alone, without sign-in or database: what the tests of the components look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from portal.web.context import Frame
from portal.web.navigation import Group, Link


def plain(request: HttpRequest) -> HttpResponse:
    """The frame with nothing in it."""
    return render(request, "base.html")


urlpatterns = [
    path("", include("portal.web.ui.urls")),
    path("plain/", plain),
    path("account/logout/", plain, name="account_logout"),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    groups = (
        Group("", (Link("Today's work", "/", False), Link("Gallery", "/gallery/", True))),
        Group(
            "Payments",
            (Link("Payment requests", "/requests/", False), Link("Ticketholders", "/holders/", False)),
        ),
    )
    words = ("Dana Ruiz", "Harbor Work Services", groups, True, date(2025, 12, 15), "0.1.0")
    return {"frame": Frame(*words, banners=(), closed=(), left=None)}


def use(settings: Any) -> None:
    """Set Django up so that only the gallery is there, under the portal's own content security policy."""
    templates = [{**settings.TEMPLATES[0], "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"]}}]
    templates[0]["OPTIONS"]["context_processors"] = [
        "django.template.context_processors.request",
        "tests.web.ui_site.frame",
    ]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.web.ui_site"
    settings.MIDDLEWARE = ["django.middleware.csp.ContentSecurityPolicyMiddleware"]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """The gallery's address while it is served on a free port."""
    server: WSGIServer = make_server(
        "127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=_Quiet
    )
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/gallery/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
