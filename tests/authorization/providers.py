"""Records of providers, the roll-out, bringing over, files of the record: what stands in an address, what is sent."""

from datetime import date
from typing import Any

from portal.exchange.models import RecordFile
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.sent_files.results import Received
from portal.kernel.sent_files.services.receiving import receive
from portal.kernel.unit import open_unit
from portal.policy.roles import Role
from portal.providers.bring_over.columns import HISTORY
from portal.providers.models import (
    Affiliate,
    Agreement,
    BringOver,
    CertifiedCounsellor,
    EarlierSubmission,
    Enrolment,
    Provider,
)
from portal.providers.services.bringing_over import HISTORY as HISTORY_FILES
from tests.exchange.files import a_record_file
from tests.world import LONG_AGO

_OF_A_FILE = (
    "staff-bring-over-file",
    "staff-bring-over-verdicts",
    "staff-bring-over-start",
    "staff-bring-over-refused",
)


def arguments(program: Any, name: str) -> list[Any] | None:
    """The parts of an address of these pages; None for any other page."""
    if name.startswith("staff-record-file") and name != "staff-record-files":
        return [record_file(program).number, *(["csv"] if name.endswith("refused") else [])]
    number = program.ours.number
    if name in _OF_A_FILE:
        return [program.tried_file, *(["csv"] if name.endswith("refused") else [])]
    if name == "staff-bring-over-template":
        return ["users", "csv"]
    if name == "staff-provider-change":
        agreement = Agreement.objects.using("loader").get(provider=program.ours.pk)
        return [number, "agreement", agreement.pk]
    return {
        "staff-providers-export": ["csv"],
        "staff-provider": [number],
        "staff-provider-earlier": [number],
        "staff-provider-keep": [number, "registration"],
        "staff-provider-add": [number, "hold"],
    }.get(name)


def sent(program: Any, name: str) -> dict[str, str] | None:
    """What a person sends who fills in the page; None for any other page."""
    if not name.startswith("staff-"):
        return None
    version = str(Provider.objects.using("loader").get(pk=program.ours.pk).version)
    seen = Enrolment.objects.using("loader").filter(provider=program.ours.pk).count()
    return {
        "staff-provider-keep": {"version": version, "last_day": "12/31/2026"},
        "staff-provider-add": {"version": version, "from_on": "12/20/2025", "reason": "Bank account changed"},
        "staff-provider-change": {"version": "0", "number": "TPA-1", "last_day": "12/31/2026"},
        "staff-roll-out-set": {
            "chosen": f"{program.ours.number}:{seen}",
            "state": "pilot",
            "from_on": "12/20/2025",
        },
        "staff-bring-over-send": {"kind": "users"},
        "staff-record-file-send": {"version": str(record_file(program).version)},
    }.get(name)


def record_file(program: Any) -> RecordFile:
    """A file of Social Security's records: one that came in first, else one that was sent there."""
    return RecordFile.objects.using("loader").order_by("direction", "pk").first() or program.world.add(
        a_record_file()
    )


def try_file(program: Any) -> Any:
    """A file of the earlier portal that was tried and waits to be brought over. One of the record stands beside it."""
    record_file(program)
    pid = Provider.objects.using("loader").get(pk=program.ours.pk).pid
    header = ",".join(column.name for column in HISTORY)
    content = f"{header}\n{pid},SPP-1,,EN Payment Request,2023-09-14,Paid\n".encode()
    specialist = program.actor(Role.SSA_SERVICES_SPECIALIST.value)
    with open_unit(specialist, now(), reading=False, page="test"):
        tried = receive(kind=HISTORY_FILES, name="history.csv", content=content)
    if not isinstance(tried, Received):
        raise TypeError(f"the file was not tried: {tried}")
    return tried.file


def enter_record(world: Any, organisation: Any, reference: str = "SPP-1") -> None:
    """An affiliate, a certified counsellor and an earlier submission of one provider."""
    since = {"provider_id": organisation.pk, "from_on": date(2025, 1, 1)}
    world.add(Affiliate(name="County Works", share_rule="60 percent", **since))
    world.add(CertifiedCounsellor(name="Nora Counsel", certificate="CWIC 1", **since))
    run = world.add(
        BringOver(
            kind="history",
            file_name="history.csv",
            sha256="",
            number=new_number("BO"),
            sent_by=new_id(),
            sent_by_name="Sofia",
            sent_at=LONG_AGO,
            rows_total=1,
        )
    )
    world.add(
        EarlierSubmission(
            organisation=organisation,
            reference=reference,
            form="EN Payment Request",
            submitted_on=date(2023, 9, 14),
            state="Paid",
            run=run,
        )
    )
