from portal.providers.models.earlier import BringOver, BroughtRow, EarlierSubmission
from portal.providers.models.provider import (
    Affiliate,
    Agreement,
    AssignmentRight,
    CertifiedCounsellor,
    Election,
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
    "Election",
    "Enrolment",
    "Hold",
    "Provider",
]
