"""The beneficiary, and which organisations may see one."""

from django.db import models

from portal.kernel.fields import MonthField, SealedField
from portal.kernel.ids import new_id
from portal.kernel.vault.sealing import Sealed, place
from portal.people.models import Organisation


class Person(models.Model):
    """A beneficiary. What identifies one is sealed under the person's own key.

    `stated_on` is the day as of which Social Security's record last said who it is, `ssn_stated_on` that it last
    changed the number. Which numbers find the person is in the vault's index.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    name = SealedField()
    ssn = SealedField()
    birth_date = SealedField()
    died_on = models.DateField(null=True)
    full_retirement_month = MonthField(null=True)
    age_65_month = MonthField(null=True)
    stated_on = models.DateField(null=True)
    ssn_stated_on = models.DateField(null=True)

    def sealed(self, *columns: str) -> list[Sealed]:
        """These of `name`, `ssn` and `birth_date`, as the vault opens them."""
        return [
            Sealed(bytes(getattr(self, column)), place(self._meta.db_table, column, self.pk), self.pk)
            for column in columns
        ]


class Sight(models.Model):
    """An organisation may see a person in [from_on, until_on); written at an assignment, never widened."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="sight_once")]
