"""The text gateway's HTTP API, against a server that notes what came and answers as it is told."""

import json
from base64 import b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from portal.people import texting
from portal.people.texting import NotSent, send_text, shown_text

pytestmark = [pytest.mark.row("A3")]
NUMBER, TEXT = "+12025550143", "123456 is your Ticket Portal security code."


class Gateway(HTTPServer):
    """What came, and what is answered."""

    came: list[tuple[str, dict[str, str], dict[str, list[str]]]]
    answer: tuple[int, bytes]


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.came.append((self.path, dict(self.headers), parse_qs(body)))
        status, said = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        """The tests' output stays as it is."""


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    server = Gateway(("127.0.0.1", 0), _Handler)
    server.came, server.answer = [], (201, json.dumps({"sid": "SM1", "status": "queued"}).encode())
    Thread(target=server.serve_forever, daemon=True).start()
    settings.PORTAL_TEXT_GATEWAY = "portal.people.texting.MessagesApi"
    settings.PORTAL_TEXT_URL = f"http://127.0.0.1:{server.server_port}/Accounts/AC1/Messages.json"
    settings.PORTAL_TEXT_USER, settings.PORTAL_TEXT_SECRET = "AC1", "a secret"
    settings.PORTAL_TEXT_FROM = "+12025550100"
    yield server
    server.shutdown()
    server.server_close()


def test_a_text_is_posted_as_the_provider_wants_it(gateway: Gateway) -> None:
    send_text(NUMBER, TEXT)
    ((path, headers, form),) = gateway.came
    assert path == "/Accounts/AC1/Messages.json"
    assert b64decode(headers["Authorization"].removeprefix("Basic ")) == b"AC1:a secret"
    assert form == {"To": [NUMBER], "From": ["+12025550100"], "Body": [TEXT]}


def test_a_pool_of_numbers_is_named_as_such(gateway: Gateway, settings: Any) -> None:
    settings.PORTAL_TEXT_FROM = "MG0123"
    send_text(NUMBER, TEXT)
    assert gateway.came[0][2]["MessagingServiceSid"] == ["MG0123"]
    assert "From" not in gateway.came[0][2]


@pytest.mark.parametrize(
    "answer",
    [
        (400, b'{"code": 21211, "message": "The number +12025550143 is not valid"}'),
        (401, b"{}"),
        (500, b"broken"),
        (201, b"no JSON"),
        (201, b"[]"),
        (201, b'{"status": "failed"}'),
        (201, b'{"status": "undelivered"}'),
    ],
)
def test_whatever_goes_wrong_is_said_without_number_and_code(
    gateway: Gateway, answer: tuple[int, bytes]
) -> None:
    gateway.answer = answer
    with pytest.raises(NotSent) as fault:
        send_text(NUMBER, TEXT)
    assert "202" not in str(fault.value)
    assert "123456" not in str(fault.value)
    assert fault.value.__cause__ is None


def test_a_gateway_that_is_not_there_is_said(settings: Any, gateway: Gateway) -> None:
    settings.PORTAL_TEXT_URL = "http://127.0.0.1:9/"
    with pytest.raises(NotSent, match="cannot be reached"):
        send_text(NUMBER, TEXT)


def test_a_gateway_that_does_not_answer_is_not_waited_for(gateway: Gateway, monkeypatch: Any) -> None:
    waits: list[float] = []

    def never(request: Any, timeout: float) -> Any:
        waits.append(timeout)
        raise TimeoutError

    monkeypatch.setattr(texting.urllib.request, "urlopen", never)
    with pytest.raises(NotSent, match="TimeoutError"):
        send_text(NUMBER, TEXT)
    assert waits == [5]


def test_where_no_gateway_is_set_up_real_people_get_no_text_and_no_page_shows_one(
    database: Any, settings: Any
) -> None:
    send_text(NUMBER, TEXT)
    assert shown_text(NUMBER) == TEXT
    settings.PORTAL_SYNTHETIC = False
    assert shown_text(NUMBER) == ""
    with pytest.raises(NotSent):
        send_text(NUMBER, TEXT)
