"""A cover sheet for what is faxed or mailed about a case: its number finds the case in the mail room (rows L3, J4)."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from portal.casework.cases import is_ours
from portal.kernel import documents
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf

_TEXTS = (
    "Put this sheet on top of what you fax or mail. The mail room finds the case by the number above, so the paper"
    " does not have to say whom it is about.",
    "The day it comes in counts. The case in the portal shows that it came in, when, and what became of it.",
    "Send one case at a time. Leave names and Social Security numbers off this sheet.",
)


@page(Permission.READ_CASEWORK, "to print a cover sheet for a case")
@require_safe
def cover_sheet(request: WorkRequest, number: str) -> HttpResponse:
    """Names nobody: whoever picks it up from a fax learns a number and a provider."""
    if not is_ours(number):
        raise Http404
    sheet: documents.Letter = {
        "title": "Cover sheet",
        "number": number,
        "code": number,
        "facts": [
            {"name": "To", "value": "Ticket Program Manager, mail room"},
            {"name": "From", "value": request.actor.organisation_name},
            {"name": "Date", "value": request.unit.on},
            {"name": "Pages with this one", "value": "____"},
            {"name": "What it is", "value": "plan / amendment / unassignment / case note / evidence / other"},
        ],
        "texts": _TEXTS,
    }
    return pdf(f"{number}-cover.pdf", documents.render("letter", sheet, on=request.unit.on))
