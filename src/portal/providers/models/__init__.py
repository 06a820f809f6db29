from portal.providers.models.earlier import BringOver, BroughtRow, EarlierSubmission
from portal.providers.models.provider import (
    Affiliate,
    Agreement,
    AssignmentRight,
    CertifiedCounsellor,
    Enrolment,
    Hold,
    Provider,
)

__all__ = [
    "Affiliate",
    "Agreement",
    "AssignmentRight",
    "BringOver",
    "BroughtRow",
    "CertifiedCounsellor",
    "EarlierSubmission",
    "Enrolment",
    "Hold",
    "Provider",
]
