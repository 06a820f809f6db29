"""An Individual Work Plan at a browser: an error is told and mended, the plan locked and signed on the screen."""

import pytest

from portal.casework import kinds
from portal.casework.models import SignedForm
from portal.kernel import drafts
from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.policy.roles import Role
from portal.providers.models import Provider
from tests.casework.typed_plan import GOALS, PAGES, answers

# What the two visits below fill in is left out.
BEFORE = {slug: page for slug, page in PAGES.items() if slug != "statement"}
LOW = {**GOALS, "long-monthly": "1,500.00"}


@pytest.mark.row("C5", "D3", "D4", "D5", "A9")
def test_a_plan_is_mended_locked_and_signed_in_person(portal, window):
    account = portal.someone(Role.EN_COUNSELLOR, "Petra Planner")
    Provider.objects.using("loader").filter(pk=portal.provider.pk).update(business_models=["BM-1"])
    person = portal.world.person(name="Ana Ruiz", ssn=portal.ssn())
    case = portal.world.case(person, portal.provider, name="Ana Ruiz")
    kept = {slug: page for slug, page in answers(goals=LOW).items() if slug in BEFORE}
    with open_unit(portal.world.actor(account), now(), reading=False, page="journey"):
        drafts.start(form=kinds.IWP, form_version="1", person=person.pk, subject=case.pk, answers=kept)
    petra = window(account, keyboard=True)
    petra.open(f"/cases/{case.number}/")
    petra.follow("Go on with the plan")
    assert "7 of 8 parts" not in petra.text
    petra.follow("Employment goals")
    assert "$1,620.00 a month" in petra.text
    petra.write("Earnings a month before taxes", "1,600", nth=1)
    petra.press("Keep and continue")
    assert petra.path.endswith("/goals/")
    petra.write("Earnings a month before taxes", "2,600", nth=1)
    petra.press("Keep and continue")
    assert petra.path.endswith("/services/")
    petra.open(f"/cases/{case.number}/plan/statement/")
    petra.press("Keep and continue")
    assert "8 of 8 parts are done" in petra.text
    petra.follow("Check and lock for signing")
    petra.press("Lock for signing")
    [number] = petra.numbers("PL")
    petra.follow("Sign for your organization")
    petra.tick("I sign this for my organization")
    petra.press("Sign")
    petra.follow("Let the Ticketholder sign on this screen")
    petra.press("Sign")
    assert petra.status == 422
    assert "Type the full name" in petra.text
    petra.write("Full name", "Ana Ruiz")
    petra.tick("I have read this")
    petra.press("Sign")
    assert "signed by both" in petra.text
    assert "signed in person on the provider" in petra.text
    assert petra.fetch("The plan with all its amendments").startswith(b"%PDF")
    assert SignedForm.objects.using("loader").get(number=number).state == "signed"


@pytest.mark.row("C5", "A9")
def test_the_parts_on_a_telephone_without_scripts(portal, window):
    account = portal.someone(Role.EN_COUNSELLOR, "Pia Planner")
    case = portal.world.case(portal.world.person(name="Omar Held"), portal.provider, name="Omar Held")
    pia = window(account, scripts=False, width=320)
    pia.open(f"/cases/{case.number}/")
    pia.press("Write the Individual Work Plan")
    for title in ("Contact information", "Discussion", "Recent work history", "Terms and conditions"):
        pia.open(f"/cases/{case.number}/plan/")
        pia.follow(title)
        assert title in pia.heading
    pia.open(f"/cases/{case.number}/plan/work-history/")
    pia.write("Hours a week", "many")
    pia.press("Keep and continue")
    assert pia.status == 422
