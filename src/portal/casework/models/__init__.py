from portal.casework.models.agency_files import VrFile, VrRow
from portal.casework.models.case import Case, HandOff, Intake, PhaseBasis
from portal.casework.models.certification import Certification
from portal.casework.models.contacts import ContactNote, GoalsDiscussion
from portal.casework.models.forms import PlanCopy, Signature, SignedForm
from portal.casework.models.note_files import NoteFile, NoteRow

__all__ = [
    "Case",
    "Certification",
    "ContactNote",
    "GoalsDiscussion",
    "HandOff",
    "Intake",
    "NoteFile",
    "NoteRow",
    "PhaseBasis",
    "PlanCopy",
    "Signature",
    "SignedForm",
    "VrFile",
    "VrRow",
]
