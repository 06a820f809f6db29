"""Quality control: blind, by another person, the difference shown and settled, measured by month (row E6)."""

from datetime import date

import pytest

from portal.kernel.results import Changed, NotAllowed, NotFound
from portal.payments.models import Determination, QualityReview, QualitySample
from portal.payments.services.quality_review import answer_blind, settle_difference
from tests.web.staff.office import address

pytestmark = pytest.mark.row("E6")
APPROVES = {"determined": "approve", "denial_code": "", "reason": "Both jobs count."}
SAME = {"determined": "deny", "denial_code": "DEN-04", "reason": "Too little was earned."}


def reviews(**where):
    return QualityReview.objects.using("loader").filter(**where)


@pytest.fixture
def drawn(office):
    """A denial by the analyst, in the sample."""
    request = office.asks()
    office.client("analyst").post(
        address(request, "deny"),
        {"version": request.version, "action": "confirm", "code": "DEN-04", "note": ""},
    )
    QualitySample.objects.using("loader").all().delete()
    determination = Determination.objects.using("loader").get(request=request, determined="deny")
    row = office.world.add(
        QualitySample(determination=determination, seed="seed", drawn_on=date(2025, 12, 15))
    )
    row.url = f"/staff/quality/{row.pk}/"
    return row


def test_nothing_of_the_first_answer_is_shown_before_the_second(office, drawn):
    client = office.client("colleague")
    for page in ("/staff/quality/", drawn.url):
        text = client.get(page).content.decode()
        assert "The analyst" not in text and "DEN-04</" not in text and "Cannot be paid" not in text, page
    text = client.get(drawn.url).content.decode()
    assert "Month by month" in text and "What would you have determined?" in text
    empty = client.post(drawn.url, {**SAME, "determined": "", "reason": "I looked."})
    assert empty.status_code == 422 and b"I looked." in empty.content
    assert client.post(drawn.url, {**SAME, "denial_code": ""}).status_code == 409
    assert client.post(drawn.url, SAME).status_code == 303
    text = client.get(drawn.url).content.decode()
    assert "The analyst" in text and "The first answer is right" in text and "answers differ" not in text
    assert reviews().get().first_was_right is True
    assert "The analyst" in client.get("/staff/quality/").content.decode()


def test_a_difference_is_settled_with_its_reason_and_measured(office, drawn):
    client = office.client("colleague")
    client.post(drawn.url, APPROVES)
    text = client.get(drawn.url).content.decode()
    assert "The answers differ" in text and "Denied: DEN-04" in text and "The analyst" in text
    assert client.post(drawn.url, {"right": "mine", "why": ""}).status_code == 422
    lead = office.client("lead")
    assert lead.post(drawn.url, {"right": "first", "why": "I say so."}).status_code == 409
    assert (
        client.post(drawn.url, {"right": "mine", "why": "The second job was overlooked."}).status_code == 303
    )
    assert reviews().get().first_was_right is False
    text = office.client("auditor").get("/staff/quality/measured/").content.decode()
    assert "0 % (0 of 1)" in text and "100 % (1 of 1)" in text
    assert text.count("<svg") >= 2 and text.count("The numbers as a table") == 2


def test_who_decided_does_not_review_and_nothing_is_said_twice(office, drawn):
    own = office.client("analyst").get(drawn.url).content.decode()
    assert "This determination is yours" in own and "What would you have determined?" not in own
    with office.unit_as(office.actor("analyst")):
        assert isinstance(answer_blind(sample=drawn.pk, **APPROVES), NotAllowed)
    with office.unit_as(office.actor("auditor")):
        assert answer_blind(sample=drawn.pk, **APPROVES) == NotFound()
    with office.unit_as(office.actor("colleague")):
        assert answer_blind(sample=drawn.pk, **APPROVES).state == "different"
    with office.unit_as(office.actor("lead")):
        assert isinstance(answer_blind(sample=drawn.pk, **SAME), NotAllowed)
        assert isinstance(settle_difference(sample=drawn.pk, first_was_right=True, why="So."), NotAllowed)
    with office.unit_as(office.actor("colleague")):
        assert isinstance(settle_difference(sample=drawn.pk, first_was_right=True, why=" "), NotAllowed)
        assert settle_difference(sample=drawn.pk, first_was_right=True, why="So.").state == "right"
        assert settle_difference(sample=drawn.pk, first_was_right=False, why="So.") == Changed()
    assert reviews().get().first_was_right is True
