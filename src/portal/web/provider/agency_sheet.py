"""A draft of Form SSA-1365, read: its answers for the service, and its questions and answers as shown."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from portal.casework.agency.answers import AgencyAnswers
from portal.casework.plan.facts import Representative
from portal.casework.plan.words import Section
from portal.kernel.files import FileLine
from portal.web.provider.drafting import as_data
from portal.web.provider.forms.agency import PARTS, SignaturesForm
from portal.web.provider.intake_sheet import answered


def people(found: Sequence[Representative]) -> list[tuple[str, str]]:
    """Who may have signed for the agency, as choices."""
    return [(str(one.account), one.name) for one in found]


def read(
    answers: Mapping[str, Any], representatives: Sequence[Representative], scans: Sequence[FileLine]
) -> tuple[AgencyAnswers, tuple[Section, ...], tuple[str, ...]]:
    """The answers, the sections as shown, and the slugs of pages that hold something that cannot be read."""
    cleaned: dict[str, Any] = {}
    shown, wrong = [], []
    for part in PARTS:
        data = as_data(answers.get(part.slug))
        form = (
            SignaturesForm(data, people=people(representatives))
            if part.form is SignaturesForm
            else part.form(data)
        )
        if not form.is_valid():
            wrong.append(part.slug)
        cleaned |= form.cleaned_data
        rows = [row for name, row in answered(form) if name != "upload"]
        if part.form is SignaturesForm:
            rows.append(("Scan of the signed page", scans[-1].number if scans else "None"))
        shown.append(Section(part.title, tuple(rows)))
    return _answers(cleaned, representatives, scans), tuple(shown), tuple(wrong)


def _answers(
    cleaned: Mapping[str, Any], representatives: Sequence[Representative], scans: Sequence[FileLine]
) -> AgencyAnswers:
    account = UUID(cleaned["provider_account"]) if cleaned.get("provider_account") else None
    return AgencyAnswers(
        coordinator=cleaned.get("coordinator") or "",
        phone=cleaned.get("phone") or "",
        ipe_signed_on=cleaned.get("ipe_signed_on"),
        goal=cleaned.get("goal") or "",
        occupation=cleaned.get("occupation") or "",
        vr_eligible=cleaned.get("vr_eligible"),
        payment=cleaned.get("payment") or "",
        existing_plan=cleaned.get("existing_plan"),
        both_agree=cleaned.get("both_agree"),
        holder_name=cleaned.get("holder_name") or "",
        holder_on=cleaned.get("holder_on"),
        provider_account=account,
        provider_name=next((one.name for one in representatives if one.account == account), ""),
        provider_on=cleaned.get("provider_on"),
        way=cleaned.get("way") or "",
        scan=scans[-1].id if scans else None,
    )
