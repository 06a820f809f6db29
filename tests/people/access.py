"""What the access desk's tests share: two ENs with administrators, the program manager, two specialists."""

from datetime import date
from typing import Any

from portal.kernel.actor import Actor
from portal.kernel.models import Duty
from portal.people.models import Account, Clearance, Designation, Employment
from portal.people.results import Done
from portal.people.services import desk, standing
from portal.people.services.designate import Named, designate
from portal.policy.roles import Role

COUNSELLOR, CLERK = str(Role.EN_COUNSELLOR), str(Role.EN_PAYMENTS_CLERK)
ANALYST = str(Role.TPM_PAYMENTS_ANALYST)
FIRST_DAY = date(2025, 12, 1)
GOOD = {"favourable": True, "decided_on": date(2025, 12, 2), "expires_on": date(2030, 12, 2)}


class AccessDesk:
    """Everybody who has to do with access, and short ways through the services."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        self.world, self.unit_as = world, unit_as
        self.en = world.organisation("Bright Path")
        self.other_en = world.organisation("Harbor Bridge")
        self.tpm = world.organisation("Program Manager", "TPM")
        self.ssa = world.organisation("Social Security", "SSA")
        self.administrator = self.worker(self.en, Role.EN_ADMINISTRATOR, "Rosa Administrator")
        self.other_administrator = self.worker(self.other_en, Role.EN_ADMINISTRATOR, "Omar Administrator")
        self.tpm_administrator = self.worker(self.tpm, Role.TPM_ADMINISTRATOR, "Tina Administrator")
        self.specialist = self.worker(self.ssa, Role.SSA_SERVICES_SPECIALIST, "Nadia Specialist")
        self.second = self.worker(self.ssa, Role.SSA_SERVICES_SPECIALIST, "Sam Specialist")
        self.auditor = self.worker(self.ssa, Role.AUDITOR, "Gideon Auditor")

    def worker(self, organisation: Any, role: Role, name: str, **more: Any) -> Actor:
        return self.world.actor(self.world.account(organisation, [role], name=name, **more))

    def name(
        self, email: str = "new@example.org", *roles: str, by: Actor | None = None, **more: Any
    ) -> Designation:
        """A person is named; with no role said, as a counsellor."""
        given = {
            "name": "Nina New",
            "email": email,
            "job_title": "Job coach",
            "starts_on": FIRST_DAY,
            "roles": roles or (COUNSELLOR,),
            "reason": "Works with Ticketholders.",
            **more,
        }
        with self.unit_as(by or self.administrator):
            answer = designate(named=Named(**given))
        assert isinstance(answer, Done), answer
        return self.row(answer.number)

    def row(self, number: str) -> Designation:
        return Designation.objects.using("loader").select_related("organisation").get(number=number)

    def duties(self, row: Designation) -> list[Duty]:
        return list(Duty.objects.using("loader").filter(subject=row.pk, closed_at=None))

    def again(self, row: Designation) -> Designation:
        return self.row(row.number)

    def step(self, service: Any, row: Designation, by: Actor | None = None, **more: Any) -> Any:
        """One service on the designation as it stands."""
        with self.unit_as(by or self.specialist):
            return service(designation=row.pk, version=self.again(row).version, **more)

    def verified(self, row: Designation, by: Actor | None = None) -> Designation:
        answer = self.step(desk.verify_employment, row, by, how="A letter of the organization.")
        assert isinstance(answer, Done), answer
        return self.again(row)

    def cleared(self, row: Designation, by: Actor | None = None) -> Designation:
        self.verified(row, by)
        answer = self.step(standing.record_for_designation, row, by, **GOOD)
        assert isinstance(answer, Done), answer
        return self.again(row)

    def granted(self, email: str = "new@example.org", *roles: str, **more: Any) -> Employment:
        """A person named, verified, cleared and let in."""
        row = self.cleared(self.name(email, *roles, **more))
        answer = self.step(desk.grant, row)
        assert isinstance(answer, Done), answer
        return self.employment(email)

    def employment(self, email: str, organisation: Any = None) -> Employment:
        rows = Employment.objects.using("loader").select_related("account", "organisation")
        return rows.get(account__email=email, organisation=organisation or self.en)

    def account(self, email: str) -> Account | None:
        return Account.objects.using("loader").filter(email=email).first()

    def clear(self, account: Account) -> None:
        self.world.add(
            Clearance(
                account=account, favourable=True, decided_on=date(2025, 1, 1), expires_on=date(2029, 1, 1)
            )
        )
