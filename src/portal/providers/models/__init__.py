from portal.providers.models.provider import (
    Affiliate,
    Agreement,
    CertifiedCounsellor,
    Enrolment,
    Hold,
    Provider,
)

__all__ = ["Affiliate", "Agreement", "CertifiedCounsellor", "Enrolment", "Hold", "Provider"]
