"""What must be true after any number of kills, each as a query that finds what breaks it."""

from collections.abc import Iterator
from typing import Any

import psycopg

# Of this run only: the synthetic program's own requests came in by COPY and have no submission.
_OURS = "payments_paymentrequest r where r.submission_id is not null"
_GRANTED = "('approved', 'released', 'paid')"

# Whatever runs or rests.
ALWAYS = {
    "a draft submitted twice": """
        select draft_id from kernel_submission group by draft_id having count(*) > 1""",
    "a submission whose draft does not say so": """
        select s.number from kernel_submission s join kernel_draft d on d.id = s.draft_id
        where d.state <> 'submitted'""",
    "a submitted draft without a submission": """
        select d.id from kernel_draft d where d.state = 'submitted' and d.form = 'payment-request'
        and not exists (select from kernel_submission s where s.draft_id = d.id)""",
    "a submission without a request": """
        select s.number from kernel_submission s
        where not exists (select from payments_paymentrequest r where r.submission_id = s.id)""",
    "a submission without its trail entry": """
        select s.number from kernel_submission s where not exists (
          select from kernel_trailentry t where t.subject = s.id and t.kind = 'form-submitted')""",
    "a submission without its mail": """
        select s.number from kernel_submission s where not exists (
          select from kernel_mail m where m.key like 'receipt/' || s.id || '/%')""",
    "a claim with two live requests": """
        select min(r.number) from payments_paymentrequest r where r.state not in ('denied', 'withdrawn', 'reversed')
        group by r.ticket_id, r.organisation_id, r.asks, r.claim_month having count(*) > 1""",
    "a request without the step of its submission": f"""
        select r.number from {_OURS} and not exists (
          select from payments_requeststep s where s.request_id = r.id and s.from_state = 'draft')""",
    "a request with another number of steps than moves": f"""
        select r.number from {_OURS}
        and r.version <> (select count(*) from payments_requeststep s where s.request_id = r.id)""",
    "a request in another state than its last step": f"""
        select r.number from {_OURS} and r.state <> (
          select s.to_state from payments_requeststep s where s.request_id = r.id order by s.version desc limit 1)""",
    "a request without a determination": f"""
        select r.number from {_OURS}
        and not exists (select from payments_determination d where d.request_id = r.id)""",
    "a determination without its decision": """
        select d.id from payments_determination d left join kernel_storeddecision k on k.id = d.decision_id
        where k.id is null or k.subject <> d.request_id""",
    "a decision of a request that neither a determination nor another judging has": """
        select k.id from kernel_storeddecision k where k.subject_kind = 'payment-request'
        and not exists (select from payments_determination d where d.decision_id = k.id)
        and not exists (select from payments_rejudged j where j.decision_id = k.id)""",
    "an approved request without exactly one award": f"""
        select r.number from {_OURS} and r.state in {_GRANTED}
        and 1 <> (select count(*) from payments_award a where a.request_id = r.id)""",
    "an award of a request that is not approved": f"""
        select r.number from {_OURS} and r.state not in {_GRANTED}
        and exists (select from payments_award a where a.request_id = r.id)""",
    "an award of another amount than its request": f"""
        select r.number from payments_award a join {_OURS.replace(" where", " on r.id = a.request_id where")}
        and a.amount_cents <> r.amount_cents""",
    "the same payment awarded twice": """
        select min(id::text) from payments_award where reversed_on is null
        group by ticket_id, kind, ordinal, share having count(*) > 1""",
    "an award without exactly one posting": """
        select a.id from payments_award a where a.request_id is not null
        and 1 <> (select count(*) from payments_ledgertransaction t
                  where t.award_id = a.id and t.key like 'award/%')""",
    "a gap in the ordinals of a Ticket": """
        select ticket_id from payments_award where reversed_on is null and share = 0
        group by ticket_id, kind having max(ordinal) <> count(*)""",
    "a ledger transaction that does not balance": """
        select t.key from payments_ledgertransaction t left join payments_ledgerentry e on e.transaction_id = t.id
        group by t.id, t.key having coalesce(sum(e.cents), 0) <> 0 or count(e.id) < 2""",
    "a request with an analyst without its duty": f"""
        select r.number from {_OURS} and r.state = 'with-analyst' and 1 <> (
          select count(*) from kernel_duty d
          where d.subject = r.id and d.kind = 'decide-payment' and d.closed_at is null)""",
    "an open duty to decide what is decided": """
        select r.number from payments_paymentrequest r join kernel_duty d on d.subject = r.id
        where d.kind = 'decide-payment' and d.closed_at is null and r.state <> 'with-analyst'""",
    "a determination the provider was not told of": """
        select d.id from payments_determination d join payments_paymentrequest r on r.id = d.request_id
        where r.submission_id is not null and d.determined in ('approve', 'deny', 'ask', 'return')
        and not exists (select from kernel_mail m where m.key like 'determination/' || d.id || '/%')""",
}

# Once the worker has done what waited.
SETTLED = {
    "a mail neither sent nor refused": "select id from kernel_mail where state = 'waiting'",
    # Of the worker's periodic tasks a broken one is done again by the next minute's.
    "a job that failed, or that nobody does": """
        select id || ' ' || task_name || ' ' || status::text from procrastinate_jobs where args ? 'subject'
        and (status = 'failed' or (status = 'doing' and not exists (
          select from procrastinate_workers w where w.id = worker_id)))""",
    # A killed job is closed where its twin already waited, which then does the same.
    "a job closed whose twin did not do the work": """
        select j.id || ' ' || j.task_name from procrastinate_jobs j where j.args ? 'subject' and j.status = 'aborted'
        and not exists (select from procrastinate_jobs twin where twin.id <> j.id and twin.status = 'succeeded'
          and twin.task_name = j.task_name and twin.args ->> 'subject' = j.args ->> 'subject')""",
    "a mail's job still to be done": """
        select id from procrastinate_jobs where status = 'todo' and task_name = 'kernel.send_mail'""",
}


def broken(connection: psycopg.Connection) -> Iterator[str]:
    """A line for each truth that does not hold, with what breaks it."""
    for sentence, query in (ALWAYS | SETTLED).items():
        found = connection.execute(query).fetchall()
        if found:
            yield f"{len(found)} times {sentence}: {', '.join(str(row[0]) for row in found[:5])}"


def submitted(connection: psycopg.Connection) -> dict[str, tuple[str, list[str]]]:
    """Submission number and its requests' numbers, by draft."""
    rows = connection.execute(
        "select s.draft_id::text, s.number, array_agg(r.number order by r.id) from kernel_submission s"
        " join payments_paymentrequest r on r.submission_id = s.id group by s.id"
    ).fetchall()
    return {draft: (number, requests) for draft, number, requests in rows}


def states(connection: psycopg.Connection) -> dict[str, str]:
    """State of each request by number."""
    return dict(connection.execute("select number, state from payments_paymentrequest").fetchall())


def mails(connection: psycopg.Connection) -> dict[str, str]:
    """State of each mail by ID."""
    return dict(connection.execute("select id::text, state from kernel_mail").fetchall())


def decisions(connection: psycopg.Connection) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Facts and answer of every stored decision on a payment."""
    return connection.execute("select facts, answer from kernel_storeddecision").fetchall()
