from portal.casework.models.case import Case, HandOff, Intake, PhaseBasis
from portal.casework.models.contacts import ContactNote
from portal.casework.models.forms import Signature, SignedForm

__all__ = ["Case", "ContactNote", "HandOff", "Intake", "PhaseBasis", "Signature", "SignedForm"]
