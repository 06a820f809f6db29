"""Writing a plan page by page over HTTP, as the tests of its pages do."""

import html
import re

from portal.casework.models import SignedForm
from tests.casework.typed_plan import PAGES


def text(response) -> str:
    """The page as it is read."""
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" .", ".")


def stored(model):
    return model.objects.using("loader")


def revision(response) -> str:
    return re.search(r'name="revision" value="(\d+)"', response.content.decode())[1]


def send(client, case, slug, **other):
    """Fill in a part as typed, with what is changed, from the page as it is now."""
    url = f"/cases/{case.number}/plan/{slug}/"
    page = client.get(url)
    assert page.status_code == 200, slug
    return client.post(url, {**PAGES[slug], "revision": revision(page), **other})


def write(client, case, **other):
    for slug in PAGES:
        response = send(client, case, slug, **other.get(slug, {}))
        assert response.status_code == 303, (slug, text(response))


def lock(client, case):
    url = f"/cases/{case.number}/plan/check/"
    response = client.post(url, {"revision": revision(client.get(url))})
    assert response.status_code == 303, text(response)
    return stored(SignedForm).get(state="to-sign")


def sign(client, form, how="", **other):
    url = f"/plans/{form.number}/sign/{how}"
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', client.get(url).content.decode())
    given = {"printed_name": "Ana Ruiz", "agreed": "on", "digest": digest[1] if digest else "", **other}
    return client.post(url, given)
