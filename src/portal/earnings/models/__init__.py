from portal.earnings.models.earnings import EarningsMonth, Employer
from portal.earnings.models.evidence import Evidence

__all__ = ["EarningsMonth", "Employer", "Evidence"]
