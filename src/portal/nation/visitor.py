"""A synthetic person at a browser without JavaScript: pages over HTTP, forms filled in and sent as they stand."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from secrets import token_hex

Fields = list[tuple[str, str]]
_VOID_TYPES = {"submit", "button", "image", "reset"}


@dataclass
class Form:
    """A form of a page: where it goes and what it holds now."""

    action: str
    method: str
    fields: Fields = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    multipart: bool = False

    def names(self) -> set[str]:
        return {name for name, _ in self.fields}


class _Reader(HTMLParser):
    """Collects forms, links and text."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.form: Form | None = None
        self.inside: list[tuple[str, dict[str, str], list[str]]] = []
        self.select = ""
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            kind = found.get("enctype", "")
            self.form = Form(
                found.get("action", ""), found.get("method", "get").lower(), multipart="multipart" in kind
            )
            self.forms.append(self.form)
        elif tag == "input":
            self._input(found)
        elif tag == "select":
            self.select = found.get("name", "")
        elif tag == "option" and self.select and "selected" in found and self.form:
            self.form.fields.append((self.select, found.get("value", "")))
        elif tag in ("script", "style"):
            self.skipping += 1
        if tag in ("a", "button", "textarea"):
            self.inside.append((tag, found, []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag in ("script", "style"):
            self.skipping -= 1
        elif self.inside and self.inside[-1][0] == tag:
            _, found, words = self.inside.pop()
            self._closed(tag, found, "".join(words))

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        self.words.append(data)
        for _, _, words in self.inside:
            words.append(data)

    def _input(self, found: dict[str, str]) -> None:
        kind, name = found.get("type", "text"), found.get("name", "")
        if self.form is None or not name or kind in _VOID_TYPES or kind == "file":
            return
        if kind in ("checkbox", "radio") and "checked" not in found:
            return
        self.form.fields.append((name, found.get("value", "on" if kind == "checkbox" else "")))

    def _closed(self, tag: str, found: dict[str, str], text: str) -> None:
        words = " ".join(text.split())
        if tag == "a" and "href" in found:
            self.links.append((words, found["href"]))
        elif tag == "button" and self.form is not None:
            self.form.buttons.append((found.get("name", ""), found.get("value", ""), words))
        elif tag == "textarea" and self.form is not None and found.get("name"):
            self.form.fields.append((found["name"], text))


@dataclass
class Page:
    """What came back: the address after redirects, the status, and what a reader finds on it, once somebody reads."""

    url: str
    status: int
    body: bytes

    @cached_property
    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.body.decode(errors="replace"))
        return reader

    @property
    def forms(self) -> list[Form]:
        return self._read.forms

    @property
    def links(self) -> list[tuple[str, str]]:
        """The words and the address of each."""
        return self._read.links

    @cached_property
    def text(self) -> str:
        return " ".join(" ".join(self._read.words).split())

    def form_with(self, *names: str) -> Form:
        """The first form that has all these fields. Raises LookupError."""
        for form in self.forms:
            if set(names) <= form.names() | {name for name, _, _ in form.buttons}:
                return form
        raise LookupError(f"no form with {names} at {self.url} (status {self.status}): {self.text[:600]}")

    def link(self, words: str) -> str:
        """The address of the first link whose text contains these words. Raises LookupError."""
        for text, href in self.links:
            if words.lower() in text.lower():
                return href
        raise LookupError(f"no link “{words}” at {self.url}")


class Visitor:
    """Keeps cookies between pages and follows redirects, as a browser does."""

    def __init__(self, base: str, *, timeout: float = 60) -> None:
        self.base, self.timeout = base.rstrip("/"), timeout
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Page:
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.base + "/", path)))

    def send(
        self,
        page: Page,
        form: Form,
        fill: Mapping[str, str | list[str]] | None = None,
        *,
        button: str | None = None,
        files: Iterable[tuple[str, str, bytes]] = (),
    ) -> Page:
        """Fill in and send a form; `button` is the words on the button pressed, `files` are (field, name, content)."""
        fields = _filled(form, fill or {})
        for name, value, words in form.buttons:
            if name and button and button.lower() in words.lower():
                fields.append((name, value))
                break
        url = urllib.parse.urljoin(page.url, form.action or page.url)
        if form.method == "get":
            return self.get(f"{url.partition('?')[0]}?{urllib.parse.urlencode(fields)}")
        attached = list(files)
        data, kind = _multipart(fields, attached) if form.multipart else _urlencoded(fields)
        headers = {"Content-Type": kind, "Referer": page.url, "Origin": self.base}
        return self._ask(urllib.request.Request(url, data=data, headers=headers, method="POST"))

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self.opener.open(request, timeout=self.timeout) as answer:
                return Page(answer.url, answer.status, answer.read())
        except urllib.error.HTTPError as error:
            return Page(error.url, error.code, error.read())


def _filled(form: Form, fill: Mapping[str, str | list[str]]) -> Fields:
    fields = [(name, value) for name, value in form.fields if name not in fill]
    for name, value in fill.items():
        fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return fields


def _urlencoded(fields: Fields) -> tuple[bytes, str]:
    return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _multipart(fields: Fields, files: list[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    boundary = token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    for name, file_name, content in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"
