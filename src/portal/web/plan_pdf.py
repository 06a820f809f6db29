"""A plan with its amendments as one document: the words that were signed, and who signed them."""

from collections.abc import Sequence

from django.utils.text import capfirst

from portal.casework.models import SignedForm
from portal.casework.plan.forms import FormRecord, Signed
from portal.kernel import documents
from portal.kernel.documents.words import EASTERN
from portal.policy.amendment import export_complete
from portal.policy.core import Outcome

_WHO = {"holder": "Ticketholder", "provider": "Representative of the provider"}


class IncompleteError(ValueError):
    """A plan is never given out without its amendments (AM-08)."""


def plan_pdf(forms: Sequence[FormRecord], organisation: str) -> bytes:
    """The PDF of a plan and all its amendments (`whole_plan`). Dated the day the latest of them was locked."""
    included = frozenset(one.line.ordinal for one in forms if one.line.ordinal)
    if export_complete(_expected(forms), included).outcome is not Outcome.GRANT:
        raise IncompleteError(f"amendments of {forms[0].line.number} are missing")
    on = max(one.line.locked_at for one in forms).astimezone(EASTERN).date()
    return documents.render("plan", _document(forms, organisation), on=on)


def _expected(forms: Sequence[FormRecord]) -> frozenset[int]:
    """Amendments are numbered without a gap, so the highest says how many there are."""
    return (
        frozenset(range(1, max(one.line.ordinal for one in forms) + 1))
        if forms[0].line.ordinal == 0
        else frozenset()
    )


def _document(forms: Sequence[FormRecord], organisation: str) -> documents.Plan:
    first = forms[0]
    return {
        "title": "Individual Work Plan (SSA-1370)",
        "number": first.line.number,
        "facts": [
            {"name": "Number", "value": first.line.number},
            {"name": "Provider", "value": organisation},
            {"name": "State", "value": str(SignedForm.State(first.line.state).label)},
            {"name": "How it was written", "value": first.line.way_words},
            {"name": "Locked for signing", "value": first.line.locked_at},
            {"name": "In force from", "value": first.line.in_force_from or "Not in force"},
            {"name": "Amendments", "value": str(len(forms) - 1) if len(forms) > 1 else "None"},
            {"name": "Seal of the content (SHA-256)", "value": first.digest},
        ],
        "notes": ["This is what was locked for signing, word for word. Amendments are part of the plan."],
        "forms": [part_of(one) for one in forms],
    }


def part_of(form: FormRecord) -> documents.SignedPart:
    """A plan or an amendment with its signatures, as a part of a document."""
    line = form.line
    title = f"Amendment {line.ordinal}: {line.number}" if line.ordinal else f"Plan {line.number}"
    return {
        "title": title,
        "sections": [
            {
                "title": section.title,
                "answers": [{"name": question, "value": answer} for question, answer in section.rows],
            }
            for section in form.content.shown
        ],
        "signatures": [_signature(one, form.digest) for one in form.signatures],
    }


def _signature(one: Signed, digest: str) -> documents.Section:
    return {
        "title": _WHO[one.party],
        "answers": [
            {"name": "Name", "value": one.printed_name},
            {"name": "Signed on", "value": one.signed_on},
            {"name": "How", "value": capfirst(one.method_words)},
            {"name": "Recorded", "value": one.at},
            {"name": "From", "value": ", ".join(part for part in (one.browser, one.address) if part)},
            {"name": "What was signed (SHA-256)", "value": digest},
        ],
    }
