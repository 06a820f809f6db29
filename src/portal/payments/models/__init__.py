from portal.payments.models.allocation import Allocation
from portal.payments.models.award import Award
from portal.payments.models.cost_claim import CostClaim
from portal.payments.models.ledger import LedgerEntry, LedgerTransaction
from portal.payments.models.quality import QualityReview, QualitySample
from portal.payments.models.rejudged import Rejudged
from portal.payments.models.repayment import CanceledRepayment, Repayment
from portal.payments.models.request import Determination, PaymentRequest, RequestStep
from portal.payments.models.request_files import RequestFile, RequestRow
from portal.payments.models.run import Deposit, KeptBack, PaymentRun, Recovery, RunLine, RunStep
from portal.payments.models.run_files import AnswerFile, AnswerRow
from portal.payments.models.sweeps import Sweep, SweepFinding, SweepProvider, SweepSlice

__all__ = [
    "Allocation",
    "AnswerFile",
    "AnswerRow",
    "Award",
    "CanceledRepayment",
    "CostClaim",
    "Deposit",
    "Determination",
    "KeptBack",
    "LedgerEntry",
    "LedgerTransaction",
    "PaymentRequest",
    "PaymentRun",
    "QualityReview",
    "QualitySample",
    "Recovery",
    "Rejudged",
    "Repayment",
    "RequestFile",
    "RequestRow",
    "RequestStep",
    "RunLine",
    "RunStep",
    "Sweep",
    "SweepFinding",
    "SweepProvider",
    "SweepSlice",
]
