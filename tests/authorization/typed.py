"""What is typed and sent up: a draft as its pages keep it, and a pay slip."""

from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile


def answers_of(month: str) -> dict[str, dict[str, list[str]]]:
    """A draft that only has to be submitted, as its pages keep it."""
    return {
        "payments": {
            "claims": [f"P1M1 {month}"],
            "insist": [f"P1M1 {month}"],
            "basis": ["proven"],
            "other-TOTAL_FORMS": ["0"],
            "other-INITIAL_FORMS": ["0"],
        },
        "work": {
            "earnings-TOTAL_FORMS": ["0"],
            "earnings-INITIAL_FORMS": ["0"],
            "services_described": ["on"],
            "services_text": ["Job search help"],
        },
    }


def pay_slip() -> SimpleUploadedFile:
    """A PDF of one empty page."""
    content, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(content)
    return SimpleUploadedFile("slip.pdf", content.getvalue(), content_type="application/pdf")
