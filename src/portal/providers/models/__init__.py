from portal.providers.models.earlier import BringOver, BroughtRow, EarlierSubmission
from portal.providers.models.provider import (
    Affiliate,
    Agreement,
    CertifiedCounsellor,
    Enrolment,
    Hold,
    Provider,
)

__all__ = [
    "Affiliate",
    "Agreement",
    "BringOver",
    "BroughtRow",
    "CertifiedCounsellor",
    "EarlierSubmission",
    "Enrolment",
    "Hold",
    "Provider",
]
