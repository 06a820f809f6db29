"""Mail: written once, sent once, refused when it holds personal data (row K7)."""

import pytest
from django.core import mail as django_mail
from django.db import connections

from portal.kernel import mailing
from portal.kernel.actor import SYSTEM
from portal.kernel.ids import new_id
from portal.kernel.models import Mail, TrailEntry

pytestmark = pytest.mark.row("K7")


def written(key="receipt/1", body="We received PR-7K4M-2Q9X.", known=()):
    return mailing.write_mail(
        key=key,
        account=new_id(),
        address="clerk@example.org",
        subject="We received your request",
        body=body,
        known=known,
    )


def jobs(task):
    with connections["loader"].cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [task])
        return cursor.fetchone()[0]


def test_the_same_key_is_one_mail_and_one_job(database, unit_as):
    with unit_as(SYSTEM):
        first, second = written(), written()
    assert first.pk == second.pk
    assert jobs(mailing.SEND) == 1


def test_sending_twice_sends_once(database, unit_as):
    with unit_as(SYSTEM):
        mail = written()
    for expected in (Mail.State.SENT, None):
        with unit_as(SYSTEM):
            assert mailing.send_now(mail.pk) == expected
    assert [message.to for message in django_mail.outbox] == [["clerk@example.org"]]
    assert django_mail.outbox[0].extra_headers["Message-ID"] == f"<{mail.pk}@ticket-portal>"


@pytest.mark.parametrize(
    ("body", "known"),
    [
        # T-14: the number, and its last four.
        ("About 123-45-6789.", ()),
        ("The last four are 6789.", ()),
        ("The number is 900-01-4321.", ()),
        ("About Ana Pérez.", ("Ana Pérez",)),
        ("About PEREZ, ANA.", ("Ana Pérez",)),
    ],
)
def test_personal_data_is_refused_and_not_kept(database, unit_as, body, known):
    with unit_as(SYSTEM):
        mail = written(body=body, known=known)
        assert (mail.state, mail.body, mail.subject) == (Mail.State.REFUSED, "", "")
        assert mailing.send_now(mail.pk) is None
        assert TrailEntry.objects.filter(kind="mail-refused", subject=mail.pk).exists()
    assert jobs(mailing.SEND) == 0
    assert django_mail.outbox == []


def test_what_was_not_sent_is_found_again(database, unit_as):
    with unit_as(SYSTEM):
        waiting, sent = written("a"), written("b")
        mailing.send_now(sent.pk)
        assert mailing.unsent() == [waiting.pk]
