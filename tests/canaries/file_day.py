"""A clerk asks for a payment with a file."""

from urllib.parse import urlsplit

from django.urls import reverse

from portal.nation.at_work import Unexpected
from portal.nation.main_job import ssn_of
from portal.nation.scenarios import BY_KEY
from tests.canaries.visits import Watched

ASKED = "first-milestone"


def asked_by_file(clerk: Watched) -> None:
    """The row stays out, for it does not give the organization's EIN; it comes back with the number that was sent."""
    row = f"999999999,{ssn_of(BY_KEY[ASKED].ticket)},P1M1,2025-02,certification"
    content = f"ein,ssn,payment,claim_month,basis\n{row}".encode()
    page = clerk.get(reverse("request-files"))
    form = next(one for one in page.forms if one.multipart)
    page = clerk.send(page, form, files=[("sheet", "requests.csv", content)])
    if page.status != 200:
        raise Unexpected("The file should have been tried", page)
    number = urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    clerk.get(reverse("request-file-refused", args=[number, "csv"]))
