"""What proves earnings."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.earnings.models.earnings import Employer
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.people.models import Organisation
from portal.tickets.models import Person


class Evidence(models.Model):
    """One paper that shows earnings of `months` (EVD-01); the file it came in is scanned and sealed."""

    class Kind(models.TextChoices):
        ORIGINAL_PAY_SLIP = "original-pay-slip", "original pay slip"
        EMPLOYER_STATEMENT = "employer-statement", "statement by the employer"
        PAYROLL_REPORT = "payroll-report", "payroll report"
        PAY_SLIP_COPY = "pay-slip-copy", "copy of a pay slip"
        BENEFICIARY_STATEMENT = "beneficiary-statement", "signed statement by the Ticketholder"
        UNEMPLOYMENT_RECORD = "unemployment-record", "State unemployment record"
        TAX_RETURN = "tax-return", "tax return"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="evidence")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    file = models.ForeignKey(StoredFile, on_delete=models.RESTRICT, null=True)
    kind = models.TextField(choices=Kind.choices)
    issuer = models.ForeignKey(Employer, on_delete=models.RESTRICT, null=True)
    months = ArrayField(models.DateField())
    shows_name = models.BooleanField()
    shows_gross = models.BooleanField()
    shows_pay_date = models.BooleanField()
    shows_pay_period = models.BooleanField()
    legible = models.BooleanField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
