"""Judging earlier submissions, and the rows they become. Facts for a whole batch in four queries."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.sent_files.kinds import Row, Verdict
from portal.kernel.tables_in import Problem
from portal.kernel.trail.writing import Entry
from portal.people.models import Account, Employment
from portal.providers.bring_over.judging import (
    JudgedRow,
    Place,
    cell,
    not_after,
    places,
    read_row,
    refused,
)
from portal.providers.bring_over.users import Moment
from portal.providers.models import BringOver, EarlierSubmission

_ONCE = "An organization has each reference once."


class Known(NamedTuple):
    """Providers by PID, accounts by address, who has worked where, and the submissions that are there."""

    places: dict[str, Place]
    accounts: dict[str, Account]
    worked: set[tuple[UUID, UUID]]
    there: dict[tuple[UUID, str], EarlierSubmission]


def judge(run: BringOver, rows: Sequence[Row], moment: Moment) -> list[JudgedRow]:
    """The verdict of each row, with what an accepted one makes."""
    known = _known(rows)
    return [_judge(run, row, known, moment) for row in rows]


def _known(rows: Sequence[Row]) -> Known:
    found = places(rows)
    addresses = {text.lower() for text in cell(rows, "submitted_by")}
    accounts = {one.email: one for one in Account.objects.filter(email__in=addresses)}
    ids = [one.pk for one in accounts.values()]
    worked = set(Employment.objects.filter(account__in=ids).values_list("account", "organisation"))
    organisations = [place.organisation for place in found.values()]
    there = {
        (one.organisation_id, one.reference): one
        for one in EarlierSubmission.objects.filter(
            organisation__in=organisations, reference__in=cell(rows, "reference")
        )
    }
    return Known(found, accounts, worked, there)


def _judge(run: BringOver, row: Row, known: Known, moment: Moment) -> JudgedRow:
    values, place, problems = read_row("history", row, known.places)
    if row.same_as is not None:
        problems.append(
            Problem(
                "reference", _ONCE, f"Line {row.same_as} has the same reference.", "Leave one row of each."
            )
        )
    if values:
        problems += not_after("submitted_on", values["submitted_on"], moment.on)
        problems += _wrong_submitter(values, place, known)
    if problems or place is None:
        return refused(row, problems)
    account = known.accounts.get(values["submitted_by"] or "")
    there = known.there.get((place.organisation, values["reference"]))
    if there is not None:
        return _there_already(row, values, account, there)
    made = EarlierSubmission(
        id=new_id(),
        organisation_id=place.organisation,
        reference=values["reference"],
        form=values["form"],
        submitted_on=values["submitted_on"],
        submitted_by=account,
        submitted_by_name=account.name if account else "",
        state=values["state"],
        run=run,
    )
    entry = Entry(
        kind="submission-brought-over",
        subject_kind="earlier-submission",
        subject=made.pk,
        people=(),
        detail={"run": str(run.pk), "line": row.line, "organisation": str(place.organisation)},
    )
    return JudgedRow(row, Verdict.ACCEPTED, makes=[made], entry=entry)


def _wrong_submitter(values: dict[str, Any], place: Place | None, known: Known) -> list[Problem]:
    address = values["submitted_by"]
    if not address or place is None:
        return []
    account = known.accounts.get(address)
    if account is not None and (account.pk, place.organisation) in known.worked:
        return []
    reason = (
        "The portal does not know this address."
        if account is None
        else "This person has not worked at the organization."
    )
    return [
        Problem(
            "submitted_by",
            "A person who works, or has worked, at the organization.",
            reason,
            "Bring over the people first, correct the address, or leave the cell empty.",
        )
    ]


def _there_already(
    row: Row, values: dict[str, Any], account: Account | None, there: EarlierSubmission
) -> JudgedRow:
    pairs = (
        ("submitted_by", account.pk if account else None, there.submitted_by_id),
        ("form", values["form"], there.form),
        ("submitted_on", values["submitted_on"], there.submitted_on),
        ("state", values["state"], there.state),
    )
    differing = [
        Problem(
            name,
            _ONCE,
            "This reference is in the portal already, with something else here.",
            "What is in the portal is never changed. Check which file is right.",
        )
        for name, asked, stands in pairs
        if asked != stands
    ]
    return refused(row, differing) if differing else JudgedRow(row, Verdict.ALREADY)
