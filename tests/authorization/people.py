"""People and designations that the authorization table is asked about: of each organisation one of each kind."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from portal.kernel.clock import now
from portal.kernel.models import Duty, OnceKey
from portal.kernel.numbers import new_number
from portal.people.models import ApiKey, Designation, Employment
from portal.policy.roles import Role
from tests.world import LONG_AGO, World

STARTED = date(2025, 12, 1)


@dataclass
class PeopleCase:
    """An employee with a key for a case system, and a designation in each open state; `quiet` asks for no access."""

    employment: Employment
    key: ApiKey
    named: Designation
    verified: Designation
    cleared: Designation
    quiet: Designation


@dataclass
class People:
    """Cases by the organisation's kind, `EN`, `SVRA` and `other`."""

    world: World
    cases: dict[str, PeopleCase] = field(default_factory=dict)

    def enter(self, key: str, organisation: Any) -> None:
        role = Role.SVRA_USER if organisation.kind == "SVRA" else Role.EN_COUNSELLOR
        account = self.world.account(organisation, [role], name=f"Employee {key}")
        employment = Employment.objects.using("loader").get(account=account)
        named = self._designation(organisation, "designated", [role])
        verified = self._designation(organisation, "verified", [role], cleared=False)
        cleared = self._designation(organisation, "cleared", [role])
        quiet = self._designation(organisation, "cleared", [])
        api_key = self.world.add(api_key_of(employment))
        kept = OnceKey(
            organisation=organisation.pk,
            key=f"first/{api_key.number}",
            asked=bytes(32),
            subject=api_key.pk,
            at=LONG_AGO,
        )
        self.world.add(kept)
        self.cases[key] = PeopleCase(employment, api_key, named, verified, cleared, quiet)

    def case(self, role: str, relation: str) -> PeopleCase:
        """The other EN's where the relation is `other`; else one's own, and the EN's for everybody else."""
        if relation == "other":
            return self.cases["other"]
        return self.cases["SVRA" if role.startswith("svra") else "EN"]

    def duty(self, row: Designation) -> Duty:
        return Duty.objects.using("loader").get(subject=row.pk)

    def _designation(
        self, organisation: Any, state: str, roles: list[Role], *, cleared: bool = True
    ) -> Designation:
        account = None
        if state != "designated":
            until = date(2030, 1, 1) if cleared else None
            account = self.world.account(organisation, [], name="Named Person", clearance_until=until)
        number = new_number("DN")
        row: Designation = self.world.add(
            Designation(
                number=number,
                organisation=organisation,
                account=account,
                purpose="portal-user" if roles else "no-account",
                name="Named Person",
                email=account.email if account else f"{number.lower()}@example.org",
                job_title="Job coach",
                starts_on=STARTED,
                roles=[str(role) for role in roles],
                reason="Works with Ticketholders.",
                state=state,
                designated_by=account.pk if account else organisation.pk,
                designated_by_name="The administrator",
                designated_at=LONG_AGO,
                verified_on=STARTED if account else None,
            )
        )
        self.world.add(
            Duty(
                kind={"designated": "verify-employment", "verified": "record-clearance"}.get(
                    state, "open-access"
                ),
                subject=row.pk,
                opened_at=LONG_AGO,
                due_on=date(2025, 12, 22),
            )
        )
        return row


def api_key_of(employment: Employment) -> ApiKey:
    """A key that nobody knows the secret of."""
    return ApiKey(
        number=new_number("AK"),
        once=uuid4(),
        organisation_id=employment.organisation_id,
        account_id=employment.account_id,
        account_name="Ada Administrator",
        name="Case manager",
        scopes=["read-requests"],
        secret_hash=uuid4().bytes * 2,
        made_at=LONG_AGO,
        expires_at=now().real + timedelta(days=30),
    )


NAMED = {
    **dict.fromkeys(("people-named", "people-named-done", "people-named-withdraw"), "named"),
    **dict.fromkeys(
        ("access-designation", "access-take", "access-lay-down", "access-verify-employment", "access-refuse"),
        "named",
    ),
    **dict.fromkeys(("access-ask-for-clearance", "access-record-clearance"), "verified"),
    "access-grant": "cleared",
    "access-record-without-access": "quiet",
}
EMPLOYED = (
    *("person", "person-roles", "person-left", "access-person", "access-person-clearance"),
    *("access-person-training", "access-person-left", "access-person-factors", "access-person-revoke"),
)
_DETERMINED = {"favourable": "yes", "decided_on": "12/10/2025", "expires_on": "12/10/2030"}
_SENT: dict[str, dict[str, Any]] = {
    "people-named-withdraw": {"reason": ""},
    "person-roles": {"reason": "Other work.", "roles": []},
    "person-left": {"last_day_worked": "12/15/2025", "reason": "Another job."},
    "access-verify-employment": {"how": "A letter."},
    "access-ask-for-clearance": {},
    "access-record-clearance": _DETERMINED,
    "access-grant": {},
    "access-record-without-access": {},
    "access-refuse": {"reason": "Not known there."},
    "access-person-clearance": _DETERMINED,
    "access-person-training": {"completed_on": "12/10/2025"},
    "access-person-left": {"last_day_worked": "12/15/2025", "reason": "Another job."},
    "access-person-factors": {"how": "Called back.", "reason": "Lost the phone."},
    "access-person-revoke": {"reason": "A third violation."},
}


def arguments(people: People, name: str, role: str, relation: str) -> list[Any] | None:
    """What stands in the address; None where it is none of these."""
    case = people.case(role, relation)
    if name in NAMED:
        return [getattr(case, NAMED[name]).number]
    if name == "api-key-end":
        return [case.key.number]
    return [case.employment.pk] if name in EMPLOYED else None


def sent_about_people(people: People, name: str, role: str, relation: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends, confirmed; None where it is none of these."""
    case = people.case(role, relation)
    if name == "people-name":
        roles = {"svra": "svra-user", "tpm": "tpm-payments-analyst", "ssa": "auditor"}
        return {
            "action": "confirm",
            "name": "Somebody New",
            "email": "somebody.new@example.org",
            "job_title": "Job coach",
            "starts_on": "12/15/2025",
            "access": "portal",
            "roles": [roles.get(role.split("-")[0], "en-counsellor")],
            "reason": "Works with Ticketholders.",
        }
    if name in ("access-take", "access-lay-down"):
        return {"version": str(people.duty(case.named).version)}
    if name not in _SENT:
        return None
    row = getattr(case, NAMED[name]) if name in NAMED else case.employment
    return {**_SENT[name], "version": str(row.version), "action": "confirm"}
