"""A day in the mail room: a fax is recorded, put to its case and entered; a reviewer takes a plan."""

from django.urls import reverse

from portal.casework.models import Case, SignedForm
from portal.kernel.models import StoredFile
from portal.nation.at_work import persona
from portal.people.models import Employment
from portal.support.models import PaperItem
from portal.tickets.models import Assignment
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched
from tests.support.room import pdf


def papers_worked(room: Watched, counsellor: Watched) -> None:
    """A fax about one of the counsellor's cases becomes a note; another is taken, and its pages are opened."""
    paper = put_to_case(room, case_of(counsellor), "note", pdf())
    page = room.get(reverse("paper-enter", args=[paper.number]))
    note = {
        "happened_on": "12/10/2025",
        "method": "telephone",
        "answered": "yes",
        "purpose": "Asked how it goes.",
    }
    expect(room.send(page, page.form_with("happened_on"), note), 200)
    room.get(reverse("paper-scan", args=[paper.number]))
    page = room.get(reverse("mail-room"))
    page = room.send(page, next(one for one in page.forms if one.action == reverse("paper-take-next")))
    for words in ("Hand over", "Put off"):
        room.get(page.link(words))
    back = PaperItem.objects.using("loader").get(state=PaperItem.State.SENT_BACK)
    room.get(reverse("paper-letter", args=[back.number]))


def plan_typed(room: Watched, counsellor: Watched) -> None:
    """A plan on paper is begun: its page shows the name of the case, then what was typed."""
    paper = put_to_case(room, case_of(counsellor, before_the_plan=True), "plan", pdf(2))
    page = room.get(reverse("paper-enter", args=[paper.number]))
    typed = {"signed-holder_on": "12/10/2025"}
    expect(room.send(page, page.form_with("signed-holder_on"), typed, button="Keep and stay here"), 200)


def put_to_case(room: Watched, case: Case, kind: str, scan: bytes) -> PaperItem:
    """A fax, recorded and put to a case; its scan is clean."""
    page = room.get(reverse("paper-record"))
    typed = {"received_on": "12/12/2025", "channel": "fax", "kind": kind, "note": "Hard to read."}
    sent = [("upload", "fax.pdf", scan)]
    expect(room.send(page, page.form_with("received_on"), typed, files=sent), 200)
    paper = PaperItem.objects.using("loader").order_by("-recorded_at")[0]
    page = room.get(reverse("paper-index", args=[paper.number]))
    page = room.send(page, page.form_with("wanted"), {"wanted": case.number}, button="Find")
    expect(room.send(page, page.form_with("case"), button="Put it"), 200)
    StoredFile.objects.using("loader").filter(pk=paper.file_id).update(state=StoredFile.State.CLEAN)
    return paper


def reviews_taken(reviewer: Watched) -> None:
    """What one has taken can be handed over or put off: the walk opens those pages."""
    page = reviewer.get(reverse("integrity-plans"))
    reviewer.send(page, next(one for one in page.forms if one.action == reverse("integrity-plan-take-next")))


def case_of(counsellor: Watched, *, before_the_plan: bool = False) -> Case:
    """A case of the counsellor's organisation whose Ticket is assigned; or an open one without a plan."""
    at = Employment.objects.using("loader").filter(account__email=persona(counsellor.who).email)
    assigned = Assignment.objects.using("loader").filter(ended_on=None, superseded_at=None).values("pk")
    rows = Case.objects.using("loader").filter(pk__in=assigned, organisation__in=at.values("organisation"))
    if before_the_plan:
        planned = SignedForm.objects.using("loader").values("case")
        rows = Case.objects.using("loader").filter(closed_on=None, organisation__in=at.values("organisation"))
        rows = rows.exclude(pk__in=planned).exclude(pk__in=Assignment.objects.using("loader").values("pk"))
    return rows.order_by("number")[0]
