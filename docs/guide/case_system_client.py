"""A client of the Ticket Portal's API for an organization's own case system. Standard library only; copy what you need.

portal = Portal("https://portal.example.org", key="tp_...")
receipt = portal.request_payment(
    "TK-7K4M-2Q9X", "P1M1", "2025-02", basis="proven", services_described=True, once="case-4711/P1M1/2025-02"
)
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Basis = Literal["evidence", "certification", "proven"]
Send = Callable[[str, str, Mapping[str, str], bytes | None], tuple[int, bytes]]


class Refused(Exception):
    """The portal said no. `detail` says why and what to do; `decision` is the rules' answer where there is one."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{problem['status']} {problem['title']}: {problem['detail']}")
        self.status: int = problem["status"]
        self.detail: str = problem["detail"]
        self.errors: list[dict[str, Any]] = problem.get("errors") or []
        self.decision: dict[str, Any] | None = problem.get("decision")


@dataclass(frozen=True)
class Line:
    """One payment asked for: its number, and where it stands."""

    number: str
    payment: str
    claim_month: str
    state: str
    amount_cents: int | None


@dataclass(frozen=True)
class Receipt:
    number: str
    lines: tuple[Line, ...]


def over_https(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> tuple[int, bytes]:
    """Status and body of the answer."""
    request = urllib.request.Request(url, data=body, headers=dict(headers), method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Portal:
    """What a case system does most. Every method raises Refused where the portal says no."""

    def __init__(self, address: str, key: str, send: Send = over_https) -> None:
        self._root, self._key, self._send = f"{address}/api/v1", key, send

    def ticketholders(self) -> Iterator[dict[str, Any]]:
        """Everybody assigned to your organization now, page by page."""
        page = 1
        while True:
            found = self._call("GET", f"/ticketholders?page={page}")
            yield from found["ticketholders"]
            if len(found["ticketholders"]) < found["size"]:
                return
            page += 1

    def find(self, ssn: str) -> dict[str, Any]:
        """A Ticketholder of yours by Social Security number, which stands in no address."""
        found: dict[str, Any] = self._call("POST", "/ticketholders/find", {"ssn": ssn})
        return found

    def request_payment(
        self, ticketholder: str, payment: str, month: str, *, basis: Basis, once: str, **more: Any
    ) -> Receipt:
        """Ask for one payment. `once` is your own key for it: sent again, you get the first receipt."""
        body = {
            "ticketholder": ticketholder,
            "claims": [{"payment": payment, "claim_month": month}],
            "basis": basis,
            "declared": True,
            **more,
        }
        answer = self._call("POST", "/payment-requests", body, {"Idempotency-Key": once})
        lines = (
            Line(one["number"], one["payment"], one["claim_month"], one["state"], one["amount_cents"])
            for one in answer["requests"]
        )
        return Receipt(answer["number"], tuple(lines))

    def request(self, number: str) -> dict[str, Any]:
        """A payment request with the Decision that stands."""
        found: dict[str, Any] = self._call("GET", f"/payment-requests/{number}")
        return found

    def _call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        all_headers = {
            "Authorization": f"Bearer {self._key}",
            "Content-Type": "application/json",
            **(headers or {}),
        }
        status, answer = self._send(method, self._root + path, all_headers, sent)
        read = json.loads(answer)
        if status >= 400:
            raise Refused(read)
        return read
