from portal.earnings.models.earnings import EarningsMonth, Employer
from portal.earnings.models.evidence import Evidence
from portal.earnings.models.inquiry import Inquiry, InquiryRow

__all__ = ["EarningsMonth", "Employer", "Evidence", "Inquiry", "InquiryRow"]
