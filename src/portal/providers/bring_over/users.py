"""Judging people of the earlier portal, and the rows they become. Facts for a whole batch in three queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import models

from portal.kernel.ids import new_id
from portal.kernel.sent_files.kinds import Row, Verdict
from portal.kernel.tables_in import Problem
from portal.kernel.trail.writing import Entry
from portal.people.models import Account, Clearance, Employment, TrainingRecord
from portal.policy.access import used_through
from portal.policy.roles import ROLES_AT
from portal.policy.tables.parameters import ACCESS_IN_FORCE
from portal.providers.bring_over.columns import LEFT
from portal.providers.bring_over.judging import (
    JudgedRow,
    Place,
    cell,
    not_after,
    not_before,
    places,
    read_row,
    refused,
)
from portal.providers.models import BringOver

_ADDRESS_RULE = "The address is one person's, at one organization."


class Moment(NamedTuple):
    """When the rows are judged."""

    on: date
    at: datetime


class Known(NamedTuple):
    """What the portal knows about a batch: providers by PID, accounts by address, their work."""

    places: dict[str, Place]
    accounts: dict[str, Account]
    work: dict[UUID, list[Employment]]


def judge(run: BringOver, rows: Sequence[Row], moment: Moment) -> list[JudgedRow]:
    """The verdict of each row, with what an accepted one makes."""
    known = _known(rows)
    return [_judge(run, row, known, moment) for row in rows]


def _known(rows: Sequence[Row]) -> Known:
    addresses = {text.lower() for text in cell(rows, "email")}
    accounts = {one.email: one for one in Account.objects.filter(email__in=addresses)}
    work: dict[UUID, list[Employment]] = defaultdict(list)
    ids = [one.pk for one in accounts.values()]
    for one in (
        Employment.objects.filter(account__in=ids).select_related("organisation").order_by("-started_on")
    ):
        work[one.account_id].append(one)
    return Known(places(rows), accounts, work)


def _judge(run: BringOver, row: Row, known: Known, moment: Moment) -> JudgedRow:
    values, place, problems = read_row("users", row, known.places)
    if row.same_as is not None:
        problems.append(
            _problem("email", f"Line {row.same_as} has the same address.", "Leave one row of each person.")
        )
    if values:
        problems += _wrong_roles(values, place) + _wrong_days(values, moment.on)
    account = known.accounts.get(values.get("email") or "")
    if problems or place is None:
        return refused(row, problems)
    if account is not None:
        return _known_already(row, values, place, account, known.work[account.pk])
    return _accepted(run, row, values, place, moment)


def _wrong_roles(values: dict[str, Any], place: Place | None) -> list[Problem]:
    problems = []
    allowed = ROLES_AT[place.kind] if place else frozenset()
    if place and (other := [role for role in values["roles"] or () if role not in allowed]):
        problems.append(
            Problem(
                "roles",
                f"Roles of this kind of organization: {', '.join(sorted(allowed))}.",
                f"Not a role here: {', '.join(other)}.",
                "Correct the roles, or the PID.",
            )
        )
    if values["roles"] and values["employment_verified_on"] is None and values["status"] != LEFT:
        problems.append(
            Problem(
                "employment_verified_on",
                "Needed for who has roles.",
                "The employment of this person is not verified.",
                "Enter the day, or leave the roles empty.",
            )
        )
    return problems


def _wrong_days(values: dict[str, Any], on: date) -> list[Problem]:
    first, last = values["first_day"], values["last_day"]
    decided, expires = values["clearance_decided_on"], values["clearance_expires_on"]
    problems = [
        problem
        for name in (
            *("first_day", "last_day", "employment_verified_on", "clearance_decided_on"),
            *("training_completed_on", "last_used_on"),
        )
        for problem in not_after(name, values[name], on)
    ]
    problems += _unused(values, on)
    problems += not_before("last_day", last, "first_day", first)
    problems += not_before("clearance_expires_on", expires, "clearance_decided_on", decided)
    if (decided is None) != (expires is None):
        name = "clearance_decided_on" if decided is None else "clearance_expires_on"
        problems.append(
            Problem(
                name,
                "Both days of a clearance, or neither.",
                "One of the two is empty.",
                "Enter it, or clear both.",
            )
        )
    if values["status"] == LEFT and last is None:
        problems.append(
            Problem(
                "last_day", "Needed for who has left.", "This cell is empty.", "Enter the last day worked."
            )
        )
    if values["status"] not in (LEFT, None) and last is not None:
        problems.append(
            Problem(
                "last_day",
                "Only for who has left.",
                "The person is active and has a last day.",
                "Clear the day, or set the status to left.",
            )
        )
    return problems


def _unused(values: dict[str, Any], on: date) -> list[Problem]:
    """Access that the earlier portal has closed for want of use does not come back by a move."""
    used = values["last_used_on"]
    if not values["roles"] or values["status"] == LEFT or used is None or on <= used_through(used):
        return []
    return [
        Problem(
            "last_used_on",
            f"Access ends after {ACCESS_IN_FORCE.access_idle_days} days without use.",
            "The earlier portal was not used for longer.",
            "Leave the roles empty, and have the organization name the person again.",
        )
    ]


def _known_already(
    row: Row, values: dict[str, Any], place: Place, account: Account, work: list[Employment]
) -> JudgedRow:
    here = next((one for one in work if one.organisation_id == place.organisation), None)
    now = next((one for one in work if one.ended_on is None), None)
    if here is None:
        where = f"at {now.organisation.name}" if now else "without work at an organization"
        remedy = "If the person has moved, use a transfer on the access desk. If not, correct the address."
        return refused(row, [_problem("email", f"The portal knows this address {where}.", remedy)])
    left = values["status"] == LEFT
    if here.ended_on is not None and not left:
        day = f"{here.ended_on - timedelta(days=1):%m/%d/%Y}"
        reason = f"The portal has that this person left the organization; the last day was {day}."
        return refused(
            row,
            [
                Problem(
                    "status",
                    "As the portal has it.",
                    reason,
                    "Have the person designated anew, if back at work.",
                )
            ],
        )
    return JudgedRow(row, Verdict.ALREADY, _differing(values, account, here))


def _differing(values: dict[str, Any], account: Account, here: Employment) -> list[Problem]:
    """What the portal has otherwise; it stays as the portal has it."""
    last = here.ended_on - timedelta(days=1) if here.ended_on else None
    pairs = (
        ("name", values["name"], account.name),
        ("job_title", values["job_title"], here.job_title),
        ("roles", sorted(values["roles"] or ()), sorted(here.roles)),
        ("first_day", values["first_day"], here.started_on),
        ("last_day", values["last_day"], last),
    )
    return [
        Problem(
            name,
            "What is in the portal stays.",
            "The portal has something else here.",
            "Nothing to do, if the portal is right. If not, change it on the access desk.",
        )
        for name, asked, there in pairs
        if asked != there
    ]


def _accepted(run: BringOver, row: Row, values: dict[str, Any], place: Place, moment: Moment) -> JudgedRow:
    account = Account(
        id=new_id(),
        email=values["email"],
        name=values["name"],
        created_at=moment.at,
        password=make_password(None),
    )
    makes: list[models.Model] = [account, _employment(account, values, place)]
    if values["clearance_decided_on"]:
        makes.append(
            Clearance(
                account=account,
                favourable=True,
                decided_on=values["clearance_decided_on"],
                expires_on=values["clearance_expires_on"],
                recorded_by=run.started_by or run.sent_by,
                recorded_at=moment.at,
            )
        )
    if values["training_completed_on"]:
        makes.append(
            TrainingRecord(
                account=account,
                completed_on=values["training_completed_on"],
                recorded_by=run.started_by or run.sent_by,
            )
        )
    entry = Entry(
        kind="person-brought-over",
        subject_kind="account",
        subject=account.pk,
        people=(),
        detail={"run": str(run.pk), "line": row.line, "organisation": str(place.organisation)},
    )
    invites = place.organisation if values["roles"] and values["status"] != LEFT else None
    return JudgedRow(row, Verdict.ACCEPTED, makes=makes, entry=entry, invites=invites)


def _employment(account: Account, values: dict[str, Any], place: Place) -> Employment:
    last = values["last_day"]
    roles = list(values["roles"] or ())
    return Employment(
        account=account,
        organisation_id=place.organisation,
        roles=roles,
        job_title=values["job_title"],
        verified_on=values["employment_verified_on"],
        # The gate counts days without use from here, or from the day the organisation moves (ACC-08).
        granted_on=(values["last_used_on"] or values["employment_verified_on"]) if roles else None,
        started_on=values["first_day"],
        ended_on=last + timedelta(days=1) if last else None,
        last_day_worked=last,
        ended_why="left before the move from the earlier portal" if last else "",
    )


def _problem(column: str, reason: str, remedy: str) -> Problem:
    return Problem(column, _ADDRESS_RULE, reason, remedy)
