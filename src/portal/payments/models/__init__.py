from portal.payments.models.award import Award
from portal.payments.models.ledger import LedgerEntry, LedgerTransaction
from portal.payments.models.quality import QualitySample
from portal.payments.models.rejudged import Rejudged
from portal.payments.models.request import Determination, PaymentRequest, RequestStep
from portal.payments.models.request_files import RequestFile, RequestRow

__all__ = [
    "Award",
    "Determination",
    "LedgerEntry",
    "LedgerTransaction",
    "PaymentRequest",
    "QualitySample",
    "Rejudged",
    "RequestFile",
    "RequestRow",
    "RequestStep",
]
