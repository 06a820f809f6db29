"""Outgoing mail: written in the unit, sent by the worker after it."""

from django.db import models

from portal.kernel.ids import new_id


class Mail(models.Model):
    """One e-mail without personal data. `key` makes a repeated request for the same mail the same row."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        REFUSED = "refused", "refused by the guard"

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.TextField(unique=True)
    account = models.UUIDField()
    address = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    state = models.TextField(choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)
