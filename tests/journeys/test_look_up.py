"""Looking for somebody who is not ours: one answer for everything, and an end to guessing."""

import pytest

from portal.payments.services.look_up import NO_TICKET, WAIT
from portal.people.models import Organisation

HARBOR_BRIDGE = "Harbor Bridge Works"
TRIES = 10


@pytest.mark.row("C1")
def test_unknown_foreign_and_mistyped_numbers_get_the_same_answer(portal, window):
    other = Organisation.objects.using("loader").get(name=HARBOR_BRIDGE)
    foreign = portal.holder({"2025-02": 1500}, name="Foreign Person", organisation=other)
    ours = portal.holder({"2025-02": 1500})
    mistyped = ours.digits[:-2] + ours.digits[-1] + ours.digits[-2]
    clerk = window(portal.clerk())
    answers = [told(clerk, ssn) for ssn in (portal.ssn(), foreign.digits, mistyped)]
    assert NO_TICKET in answers[0]
    assert len(set(answers)) == 1
    assert "Foreign" not in answers[1]


@pytest.mark.row("C1")
def test_who_guesses_on_is_told_to_wait(portal, window):
    clerk = window(portal.clerk("Guessing Clerk"))
    answers = [told(clerk, portal.ssn()) for _ in range(TRIES + 1)]
    assert all(NO_TICKET in answer for answer in answers[:TRIES])
    assert WAIT in answers[TRIES]
    assert "Wait an hour" in WAIT


def told(clerk, ssn):
    """What the page says to this number, besides the number itself."""
    clerk.open("/requests/new/")
    clerk.write("Social Security number", ssn)
    clerk.press("Continue")
    assert clerk.status == 422
    assert clerk.path == "/requests/new/"
    return clerk.text
