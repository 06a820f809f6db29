"""Letters and records as PDF/UA-1: `render(template, data, on=…)` and the shapes of the data."""

from portal.kernel.documents.errors import DocumentError
from portal.kernel.documents.pdf import TEMPLATES, render
from portal.kernel.documents.shapes import (
    CaseFile,
    Chapter,
    Check,
    Decision,
    DenialNotice,
    Fact,
    Figure,
    Letter,
    Plan,
    Section,
    SignedPart,
    Submission,
)

__all__ = [
    "TEMPLATES",
    "CaseFile",
    "Chapter",
    "Check",
    "Decision",
    "DenialNotice",
    "DocumentError",
    "Fact",
    "Figure",
    "Letter",
    "Plan",
    "Section",
    "SignedPart",
    "Submission",
    "render",
]
