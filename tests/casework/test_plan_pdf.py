"""The plan as a PDF: what was signed, word for word, and never without its amendments (C11, D12, T-17)."""

import subprocess
from datetime import date

import pytest

from portal.casework.models import SignedForm
from portal.casework.plan import content, forms
from portal.casework.plan.words import Section
from portal.casework.sealing import seal
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.web.plan_pdf import IncompleteError, plan_pdf
from tests.world import LONG_AGO

pytestmark = [pytest.mark.row("C11"), pytest.mark.row("D12")]


def words(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def amendment(planning, ordinal: int, says: str) -> SignedForm:
    text = content.written({}, [Section("What changes", (("New goal", says),))])
    row = SignedForm(
        id=new_id(),
        number=new_number("AM"),
        kind="amendment",
        ordinal=ordinal,
        way="online",
        case=planning.case,
        organisation=planning.en,
        person=planning.beneficiary,
        digest=content.digest(text),
        state="signed",
        in_force_from=date(2025, 12, 15),
        locked_at=LONG_AGO,
        locked_by_name="Cora Counsellor",
    )
    row.content = seal(row, "content", text)
    return planning.world.add(row)


def test_it_says_what_was_signed_by_whom_and_how(planning):
    form = planning.signed()
    with planning.unit_as(planning.counsellor, reading=True) as unit:
        found = forms.whole_plan(planning.case.pk)
        said = words(plan_pdf(found, "First EN"))
        assert unit.looked_at == {planning.beneficiary.pk}
    shown = [answer for section in found[0].content.shown for _, answer in section.rows]
    assert len(shown) > 40
    for words_of in ("Work as a clerk", "$2,500.00", "Ana Ruiz", "Cora Counsellor", "First EN", form.number):
        assert words_of in said, words_of
    assert bytes(form.digest).hex()[:16] in said.replace(" ", "")


def test_the_same_plan_is_the_same_paper(planning):
    planning.signed()
    with planning.unit_as(planning.counsellor, reading=True):
        found = forms.whole_plan(planning.case.pk)
        assert plan_pdf(found, "First EN") == plan_pdf(found, "First EN")


def test_amendments_are_always_part_of_it(planning):
    planning.signed()
    amendment(planning, 1, "Works as a baker")
    amendment(planning, 2, "Leads the bakery")
    with planning.unit_as(planning.counsellor, reading=True):
        found = forms.whole_plan(planning.case.pk)
        said = words(plan_pdf(found, "First EN"))
        assert "Works as a baker" in said
        assert "Leads the bakery" in said
        with pytest.raises(IncompleteError):
            plan_pdf([found[0], found[2]], "First EN")


def test_an_unsigned_plan_says_that_it_is_not_valid(planning):
    planning.locked()
    with planning.unit_as(planning.counsellor, reading=True):
        said = words(plan_pdf(forms.whole_plan(planning.case.pk), "First EN"))
    assert "not valid before both have signed" in said
