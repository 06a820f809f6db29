"""A list and what its rows belong to."""

from django.db import models


class Office(models.Model):
    """What a row of the list is joined with."""

    name = models.CharField(max_length=100)


class Case(models.Model):
    """A row of the list."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    state = models.CharField(max_length=20)
    opened_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["-opened_on"])]
