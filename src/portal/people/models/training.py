"""Where somebody is in a course, so that nothing is lost by stopping."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.kernel.ids import new_id
from portal.people.models.account import Account


class TrainingProgress(models.Model):
    """One person's place in one version of a course: sections read, and answers in the order of the questions.

    `finished_at` is when it was passed; taking the course again begins the same row anew.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="courses")
    course = models.TextField()
    version = models.TextField()
    language = models.TextField()
    sections_read = models.IntegerField(default=0)
    answers = ArrayField(models.IntegerField(), default=list)
    begun_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "course", "version"], name="training_one_place"),
        ]
