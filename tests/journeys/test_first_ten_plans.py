"""A new EN's first ten plans: one returned and corrected, ten compliant, until it may assign by itself."""

from itertools import count

import pytest

from portal.casework.models import SignedForm
from portal.tickets.models import Assignment
from tests.casework.typed_plan import answers
from tests.integrity.reviewing import Reviewing
from tests.journeys.office import account_of, opened
from tests.policy import casework

VAGUE = "Say in which shops she has worked, and for how long."
DISCUSSION = 1  # the second component of the checklist


class Beginning(Reviewing):
    """The new EN, whose plans are written in full."""

    def draft(self, typed=None):
        return super().draft(typed or answers())

    def locked(self, **facts):
        return super().locked(holder=casework.plan().holder._replace(name="Ana Ruiz"), **facts)

    def next_plan(self, ssn):
        """Somebody else's plan, signed by both."""
        self.beneficiary = self.world.person("Ben Beyond", ssn=ssn)
        self.world.benefits(self.beneficiary)
        self.world.ticket(self.beneficiary)
        self.case = self.world.case(self.beneficiary, self.en, name="Ben Beyond")
        return self.signed()

    def assigned(self):
        return Assignment.objects.using("loader").filter(pk=self.case.pk).exists()


@pytest.fixture
def beginning(portal, settings, tmp_path):
    settings.PORTAL_FILES_DIR = tmp_path
    return opened(Beginning, portal)


@pytest.mark.row("C10", "D7", "F1", "A9")
def test_the_first_ten_plans_until_it_may_assign_by_itself(beginning, portal, window, shoot):
    step = count(1)

    def seen(someone):
        shoot(someone, f"ten-{next(step):02}")

    beginning.signed()
    cora = window(account_of(beginning.counsellor), keyboard=True)
    cora.open(f"/cases/{beginning.case.number}/")
    cora.follow("Assign the Ticket")
    seen(cora)
    # Its right to assign is not granted yet: the plan goes to Program Integrity, with a coversheet.
    cora.follow("Send the plan to Program Integrity")
    cora.press("Continue")
    assert cora.status == 422
    seen(cora)
    cora.write("Telephone", "555-0100")
    cora.press("Continue")
    seen(cora)
    cora.press("Submit")
    assert "due byDecember 24, 2025" in cora.text
    seen(cora)
    [number] = cora.numbers("RV")

    rita = window(account_of(beginning.reviewer))
    rita.open("/staff/integrity/plans/")
    seen(rita)
    rita.follow(number)
    rita.press("Take it")
    rita.tick("Fail", nth=DISCUSSION)
    rita.write("What has to be mended", VAGUE, nth=DISCUSSION)
    rita.press("End the review")
    assert rita.status == 422
    seen(rita)
    rita.tick("Returned with findings")
    rita.press("End the review")
    assert "The plan is returned." in rita.text
    seen(rita)
    assert not beginning.assigned()

    cora.go("Plans sent in for review")
    seen(cora)
    cora.follow("Ana Ruiz")
    assert VAGUE in cora.text
    seen(cora)
    cora.follow("Case")
    cora.press("Write a corrected plan")
    cora.open(f"/cases/{beginning.case.number}/plan/discussion/")
    cora.write(
        "Why the short-term and long-term goals are reasonable",
        "Two years at Corner Shop and one at Green Grocer.",
    )
    cora.press("Keep and continue")
    cora.open(f"/cases/{beginning.case.number}/plan/check/")
    cora.press("Lock for signing")
    corrected = SignedForm.objects.using("loader").get(number=cora.numbers("PL")[0])
    beginning.signed_by_both(corrected)
    carl = window(account_of(beginning.colleague), scripts=False, width=320)
    carl.open(f"/plans/{corrected.number}/send/")
    carl.write("Telephone", "555-0100")
    carl.press("Continue")
    assert "Corrected plan" in carl.text
    seen(carl)
    carl.press("Submit")
    seen(carl)

    saul = window(account_of(beginning.second), scripts=False, width=320)
    saul.open("/staff/integrity/plans/")
    saul.follow(carl.numbers("RV")[0])
    saul.press("Take it")
    seen(saul)
    saul.tick("Compliant")
    saul.press("End the review")
    assert "The plan is compliant and the Ticket is assigned." in saul.text
    assert beginning.assigned()

    # Nine more later one person proposes what another decides, and it counts at the next request.
    beginning.compliant_before(9)
    rita.go("Rights to assign")
    seen(rita)
    rita.follow("First EN")
    rita.tick("Let the provider assign Tickets directly")
    rita.press("Propose it")
    assert rita.status == 422
    seen(rita)
    rita.write("Why", "Ten plans were compliant, one after a correction.")
    rita.press("Propose it")
    assert "A second person of Program Integrity decides." in rita.text
    seen(rita)
    saul.open(rita.path)
    seen(saul)
    saul.press("Agree")
    assert "It is decided, and counts from now on." in saul.text
    beginning.next_plan(portal.ssn())
    cora.open(f"/cases/{beginning.case.number}/assign/")
    seen(cora)
    cora.press("Assign the Ticket")
    assert "The Ticket is assigned to your organization from December 15, 2025" in cora.text
    assert beginning.assigned()
