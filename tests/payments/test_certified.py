"""A claim after the unassignment rests on the certification of services that names its month (PAY-16; row C9)."""

from datetime import date, timedelta

import pytest

from portal.kernel import drafts
from portal.kernel.actor import SYSTEM
from portal.payments.claims import Claim
from portal.payments.facts import gather
from portal.payments.form import FORM, FORM_VERSION
from portal.payments.jobs import judge_again, judge_person
from portal.payments.models import PaymentRequest
from portal.payments.services.submit import submit
from portal.policy.core import Month
from portal.policy.roles import Role
from tests.casework.certifying import Certifying
from tests.payments.desk import SHOWN, filled
from tests.world import TODAY

pytestmark = pytest.mark.row("C9", "E1")


def asked(office, month: str, **other) -> Claim:
    return Claim(
        ticket=office.ticket.pk,
        person=office.beneficiary.pk,
        organisation=office.en.pk,
        asks="P1M1",
        claim_month=Month.parse(month),
        submitted_on=TODAY,
        form="certification",
        **other,
    )


def statements(office, *claims: Claim, known_at=None):
    with office.unit_as(SYSTEM, reading=True):
        found = gather(claims, decided_on=TODAY, known_at=known_at)
    return [facts["request"]["services_statement"] for facts in found]


def test_the_statement_is_the_last_certification_that_names_the_month(world, unit_as):
    office = Certifying(world, unit_as)
    first = office.certified()
    july, august = asked(office, "2025-07"), asked(office, "2025-08")
    typed = asked(office, "2025-08", services_statement_on=date(2025, 9, 1), services_contributed=False)
    other = asked(office, "2025-07")._replace(organisation=office.other.pk)
    assert statements(office, july, august, typed, other) == [
        {"dated_on": "2025-12-15", "shows_contribution": True, "certification": first.number},
        None,
        {"dated_on": "2025-09-01", "shows_contribution": False},
        None,
    ]
    assert statements(office, july, known_at=first.signed_at - timedelta(seconds=1)) == [None]


def test_a_request_that_waits_for_it_goes_on_once_it_is_signed(world, unit_as):
    office = Certifying(world, unit_as)
    world.earnings(office.beneficiary, "2025-07", 1500)
    clerk = office.person(office.en, Role.EN_PAYMENTS_CLERK, "Clara Clerk")
    form = filled(office.assignment, ("P1M1", "2025-07"), form="evidentiary")
    with unit_as(clerk):
        draft = drafts.start(
            form=FORM,
            form_version=FORM_VERSION,
            person=office.beneficiary.pk,
            subject=office.case.pk,
            answers={},
        )
        receipt = submit(draft=draft.id, revision=0, form=form, shown=SHOWN)
    request = PaymentRequest.objects.using("loader").get(number=receipt.requests[0].number)
    assert request.state == "waiting-for-information"
    office.certified()
    judge_person(str(office.beneficiary.pk), "system")
    judge_again(str(request.pk), "system")
    request.refresh_from_db(using="loader")
    assert request.state == "with-analyst"
