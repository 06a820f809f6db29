"""Signatures on a plan: in the portal, in person, on paper; by those who may, in order, once each (D5, L4)."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.casework.models import PlanCopy, Signature
from portal.casework.plan import forms
from portal.casework.results import Changed, NotAllowed, NotFound, SignedNow
from portal.casework.services.end_forms import end_forms
from portal.casework.services.give_copy import give_copy
from portal.casework.services.sign import (
    ELECTRONIC,
    HOLDER,
    OUTSIDE,
    PROVIDER,
    SCANNED,
    sign,
)
from portal.casework.services.unlock import unlock
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import Duty, StoredDecision, StoredFile, TrailEntry
from portal.kernel.numbers import new_number
from portal.kernel.unit import open_unit
from portal.kernel.vault import FILE, seal
from portal.people.models import Clearance, Employment
from portal.policy.roles import Role
from tests.replay.kept import made_again
from tests.world import LONG_AGO, TODAY

pytestmark = pytest.mark.row("D5")


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


def duties(form) -> dict[str, str]:
    return {one.kind: str(one.due_on) for one in stored(Duty, subject=form.pk, closed_at=None)}


class TestSigning:
    def test_both_sign_and_the_plan_is_in_force(self, planning):
        form = planning.locked()
        first = planning.sign(form, PROVIDER)
        assert first == SignedNow(form.pk, form.number, complete=False)
        assert planning.form(form.pk).state == "to-sign"
        second = planning.sign(form, HOLDER, planning.colleague)
        assert second.complete
        done = planning.form(form.pk)
        assert (done.state, done.in_force_from) == ("signed", TODAY)
        assert bytes(done.digest) == bytes(form.digest)
        assert duties(form) == {"plan-not-entered": "2025-12-29"}
        holder, provider = stored(Signature, signed_form=form).order_by("party")
        assert (provider.method, provider.account, provider.entered_by) == (
            ELECTRONIC,
            planning.counsellor.account,
            None,
        )
        assert (holder.method, holder.account, holder.entered_by) == (
            "in-person-on-screen",
            None,
            planning.colleague.account,
        )
        for one in (provider, holder):
            assert (bytes(one.digest), one.address, one.browser) == (
                bytes(form.digest),
                "192.0.2.7",
                "Test browser",
            )
        assert stored(StoredDecision, subject=form.pk, rule="signature", outcome="grant").count() == 2
        made_again("signature")
        assert "Ana" not in str(list(stored(StoredDecision).values_list("facts", "answer")))
        assert "Cora" not in str(list(stored(TrailEntry, kind="form-signed").values_list("detail")))

    def test_who_signed_how_and_when_is_read_back(self, planning):
        form = planning.signed()
        with planning.unit_as(planning.colleague, reading=True):
            found = forms.form(form.number)
            assert found.provider_signature.printed_name == "Cora Counsellor"
            assert found.holder_signature.method_words == "signed in person on the provider's screen"
            assert [one.line.number for one in forms.whole_plan(planning.case.pk)] == [form.number]
            [line] = forms.lines(planning.case.pk)
            assert line.parties == {"holder", "provider"}
        with planning.unit_as(planning.stranger, reading=True):
            assert forms.form(form.number) is None
            assert forms.whole_plan(planning.case.pk) == []

    @pytest.mark.parametrize(("expires", "taken"), [(date(2025, 12, 14), False), (date(2025, 12, 15), True)])
    def test_a_clearance_that_ended_the_day_before(self, planning, expires, taken):
        form = planning.locked()
        stored(Clearance, account=planning.counsellor.account).update(expires_on=expires)
        answer = planning.sign(form, PROVIDER)
        assert isinstance(answer, SignedNow) is taken
        if not taken:
            assert "favorable suitability clearance on the day of signing" in answer.sentence
            assert "last good day December 14, 2025" in answer.sentence
            assert not stored(Signature).exists()
            assert stored(StoredDecision, rule="signature", outcome="refuse").count() == 1
            assert stored(TrailEntry, kind="signature-refused").count() == 1

    def test_work_that_is_not_verified(self, planning):
        form = planning.locked()
        stored(Employment, account=planning.counsellor.account).update(verified_on=None)
        assert "verified and current" in planning.sign(form, PROVIDER).sentence

    def test_nobody_signs_for_another(self, planning):
        form = planning.locked()
        clerk = planning.person(planning.en, Role.EN_PAYMENTS_CLERK, "Clara Clerk")
        for party, actor, other in (
            (PROVIDER, planning.counsellor, {"account": planning.colleague.account}),
            (PROVIDER, clerk, {}),
            (HOLDER, clerk, {}),
            (HOLDER, planning.counsellor, {"method": ELECTRONIC}),
            (PROVIDER, clerk, {"method": SCANNED, "signed_on": TODAY}),
            (HOLDER, planning.counsellor, {"method": "a nod"}),
        ):
            assert isinstance(planning.sign(form, party, actor, **other), NotAllowed), (party, other)
        assert isinstance(planning.sign(form, PROVIDER, planning.stranger), NotFound)
        assert not stored(Signature).exists()

    @pytest.mark.parametrize(
        ("other", "says"),
        [
            ({"digest": "00"}, "not what is locked now"),
            ({"printed_name": " "}, "Type the name"),
        ],
    )
    def test_another_content_or_no_name(self, planning, other, says):
        assert says in planning.sign(planning.locked(), HOLDER, **other).sentence

    def test_one_party_signs_once_and_after_both_nobody(self, planning):
        form = planning.locked()
        planning.sign(form, PROVIDER)
        assert "signed already" in planning.sign(form, PROVIDER, planning.colleague).sentence
        planning.sign(form, HOLDER)
        assert "Nobody can sign it now" in planning.sign(form, HOLDER).sentence

    def test_two_representatives_at_once_one_signature(self, planning):
        form = planning.locked()
        gate, answers = threading.Barrier(2), []

        def run(actor):
            try:
                gate.wait()
                with open_unit(actor, now(), reading=False, page="test"):
                    given = planning.given(form, PROVIDER, actor)
                    answers.append(sign(form=form.pk, given=given))
            finally:
                connections.close_all()

        both = (planning.counsellor, planning.colleague)
        threads = [threading.Thread(target=run, args=[actor]) for actor in both]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sorted(type(one).__name__ for one in answers) == ["NotAllowed", "SignedNow"]
        assert stored(Signature).count() == 1

    def test_signing_and_unlocking_at_once_one_of_them(self, planning):
        form = planning.locked()
        gate, answers = threading.Barrier(2), {}

        def run(name, act):
            try:
                gate.wait()
                with open_unit(planning.counsellor, now(), reading=False, page="test"):
                    answers[name] = act()
            finally:
                connections.close_all()

        acts = {
            "sign": lambda: sign(form=form.pk, given=planning.given(form, PROVIDER)),
            "unlock": lambda: unlock(form=form.pk, version=0),
        }
        threads = [threading.Thread(target=run, args=item) for item in acts.items()]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        signed = isinstance(answers["sign"], SignedNow)
        assert signed is isinstance(answers["unlock"], Changed)
        assert planning.form(form.pk).state == ("to-sign" if signed else "withdrawn")


class TestPaper:
    def file(self, planning, state="clean", organisation=None) -> StoredFile:
        key = new_id()
        return planning.world.add(
            StoredFile(
                id=key,
                number=new_number("FL"),
                organisation=(organisation or planning.en).pk,
                person=planning.beneficiary.pk,
                subject=planning.case.pk,
                name=seal(FILE, key, "kernel_storedfile.name", "scan.pdf"),
                media_type="application/pdf",
                size=10,
                digest=b"0" * 32,
                state=state,
                uploaded_by=planning.counsellor.account,
                uploaded_at=LONG_AGO,
            )
        )

    @pytest.mark.row("L4", "D6")
    @pytest.mark.parametrize("method", [SCANNED, OUTSIDE])
    def test_dates_are_those_on_the_paper(self, planning, method):
        form, page = planning.locked(), self.file(planning).pk
        planning.sign(form, PROVIDER, method=method, signed_on=date(2025, 12, 2), file=page)
        planning.sign(form, HOLDER, method=method, signed_on=date(2025, 12, 4), file=page)
        done = planning.form(form.pk)
        assert (done.state, done.in_force_from) == ("signed", date(2025, 12, 4))
        assert duties(form) == {"plan-not-entered": "2025-12-18"}
        assert {one.entered_by for one in stored(Signature)} == {planning.counsellor.account}

    @pytest.mark.parametrize(
        ("signed_on", "says"),
        [
            (date(2025, 11, 30), "not before December 1, 2025"),
            (date(2025, 12, 16), "in the future"),
            (None, "Enter the date"),
        ],
    )
    def test_dates_out_of_order(self, planning, signed_on, says):
        form, page = planning.locked(), self.file(planning).pk
        answer = planning.sign(form, HOLDER, method=SCANNED, signed_on=signed_on, file=page)
        assert says in answer.sentence
        assert not stored(Signature).exists()

    @pytest.mark.row("B6")
    def test_the_page_is_there_clean_and_one_s_own(self, planning):
        form = planning.locked()
        for file, says in (
            (None, "Upload the signed page"),
            (new_id(), "Upload the signed page"),
            (self.file(planning, organisation=planning.other).pk, "Upload the signed page"),
            (self.file(planning, "waiting-for-scanner").pk, "waits for the malware scanner"),
            (self.file(planning, "infected").pk, "found malware"),
        ):
            answer = planning.sign(form, HOLDER, method=SCANNED, signed_on=TODAY, file=file)
            assert says in answer.sentence
        assert not stored(Signature).exists()

    def test_the_representative_on_paper_was_cleared_that_day(self, planning):
        form, page = planning.locked(), self.file(planning).pk
        stored(Clearance, account=planning.colleague.account).update(decided_on=date(2025, 12, 3))
        on_paper = {"method": SCANNED, "file": page, "account": planning.colleague.account}
        early = planning.sign(form, PROVIDER, signed_on=date(2025, 12, 2), **on_paper)
        assert "clearance" in early.sentence
        assert isinstance(planning.sign(form, PROVIDER, signed_on=date(2025, 12, 3), **on_paper), SignedNow)


class TestAfterwards:
    @pytest.mark.row("D3")
    def test_a_copy_is_given_after_the_signatures(self, planning):
        form = planning.locked()
        with planning.unit_as(planning.counsellor):
            assert "not signed by both" in give_copy(form=form.pk, given_on=TODAY, way="paper").sentence
        planning.signed_by_both(form)
        for day, said in ((date(2025, 12, 14), False), (date(2025, 12, 16), False), (TODAY, True)):
            with planning.unit_as(planning.counsellor):
                answer = give_copy(form=form.pk, given_on=day, way="braille")
                assert isinstance(answer, PlanCopy) is said
        with planning.unit_as(planning.stranger):
            assert isinstance(give_copy(form=form.pk, given_on=TODAY, way="paper"), NotFound)
        assert stored(PlanCopy).get().way == "braille"

    @pytest.mark.row("D13")
    def test_forms_end_with_the_assignment(self, planning):
        form = planning.signed()
        with planning.unit_as(SYSTEM):
            end_forms(planning.case.pk, date(2026, 2, 1))
        done = planning.form(form.pk)
        assert (done.state, done.ended_on) == ("ended", date(2026, 2, 1))
        assert duties(form) == {}
