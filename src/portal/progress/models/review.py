"""Progress reviews: each period's review with its notices, the answers to them, and its steps (row C7)."""

from django.db import models
from django.db.models import F, Q

from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.policy.progress_facts import Replier
from portal.tickets.models import Person, Ticket


class ProgressReview(models.Model):
    """The review of one period of a Ticket (moves: progress/moves.py). `due_on` is the day after its last month.

    `organisation` is the provider that was asked for a certification of work, None while nobody was. `decided_by` is the
    label of who failed it. What the law makes of an appeal or a re-entry is judged from the days that stand here.
    `effect_on` is the day from which the Ticket was put out of use because of it.
    """

    class State(models.TextChoices):
        ASKED_HOLDER = "asked-holder", "first letter sent"
        ASKED_PROVIDER = "asked-provider", "provider asked"
        ASKED_AGAIN = "asked-again", "last letter sent"
        TO_DECIDE = "to-decide", "to decide"
        PASSED = "passed", "in timely progress"
        FAILED = "failed", "not in timely progress"
        APPEALED = "appealed", "with Social Security for review"
        UPHELD = "upheld", "not in timely progress, upheld"
        OVERTURNED = "overturned", "in timely progress, after review"
        REENTRY_ASKED = "reentry-asked", "asks to be back in use"
        BACK = "back", "back in use"
        STOPPED = "stopped", "stopped"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.RESTRICT, related_name="progress_reviews")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT, null=True)
    period = models.IntegerField()
    due_on = models.DateField()
    opened_on = models.DateField()
    state = models.TextField(choices=State.choices)
    decided_on = models.DateField(null=True)
    decided_by = models.TextField(blank=True)
    appealed_on = models.DateField(null=True)
    appeal_decided_on = models.DateField(null=True)
    favorable = models.BooleanField(null=True)
    reentry_asked_on = models.DateField(null=True)
    reentered_on = models.DateField(null=True)
    effect_on = models.DateField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "period"], name="progress_review_once"),
            models.CheckConstraint(condition=Q(period__gte=1), name="progress_review_period"),
            models.CheckConstraint(
                condition=Q(appeal_decided_on=None, favorable=None)
                | Q(appeal_decided_on__gte=F("appealed_on"), favorable__isnull=False),
                name="progress_review_appeal",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="progress_review_org")]


class ProgressNotice(models.Model):
    """One letter of a review (policy/progress_notices.py), as it was sent: never changed, each code once.

    `content` is what it says, without a name: that is put in where the letter is made. `last_day` is the last day of a
    reply, or for a review of the decision. `digest` is that of the PDF that was posted.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    review = models.ForeignKey(ProgressReview, on_delete=models.RESTRICT, related_name="notices")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT, null=True)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    code = models.TextField()
    sent_on = models.DateField()
    last_day = models.DateField(null=True)
    content = models.JSONField()
    digest = models.TextField(blank=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "code"], name="progress_notice_once")]
        indexes = [
            models.Index(fields=["sent_on"], name="progress_notice_waiting", condition=Q(posted_at=None))
        ]


class ProgressReply(models.Model):
    """What somebody answered, or asked for a re-entry with: `states` as facts, `shown` as questions and answers.

    Its ID is the form's own, so that a form sent twice is one reply. `proven`: who entered it has seen the proof.
    """

    class By(models.TextChoices):
        HOLDER = Replier.HOLDER.value, "Ticketholder"
        PROVIDER = Replier.PROVIDER.value, "provider"

    id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    review = models.ForeignKey(ProgressReview, on_delete=models.RESTRICT, related_name="replies")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT, null=True)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    by = models.TextField(choices=By.choices)
    received_on = models.DateField()
    states = models.JSONField()
    shown = models.JSONField()
    proven = models.BooleanField(default=False)
    entered_by = models.TextField()
    entered_by_name = models.TextField()
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-entered_at"], name="progress_reply_org")]


class ProgressStep(models.Model):
    """One step of a review, with its reason where a person gave one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    review = models.ForeignKey(ProgressReview, on_delete=models.RESTRICT, related_name="steps")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    move = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()
    reason = models.TextField(blank=True)
    version = models.IntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.TextField()
    by_name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "version"], name="progress_step_once")]
