"""What must be true of files, sweeps, runs and the ledger after any number of kills: each finds what breaks it."""

# What has come back of payments: kept back of deposits, and by checks that the bank honored.
_BACK = """(select (select coalesce(sum(cents), 0) from payments_keptback) + (
    select coalesce(sum(cents), 0) from payments_repayment r where not exists (
      select from payments_canceledrepayment c where c.repayment_id = r.id)))"""

BROKEN = {
    "a claim with two live requests": """
        select min(number) from payments_paymentrequest where state not in ('denied', 'withdrawn', 'reversed')
        group by ticket_id, organisation_id, asks, claim_month having count(*) > 1""",
    "a row that was brought in without its own request": """
        select f.id from payments_requestrow f where f.became = 'accepted' and (f.request_id is null or exists (
          select from payments_requestrow o where o.request_id = f.request_id and o.id <> f.id))""",
    "a request by file that no row of a file has": """
        select number from payments_paymentrequest r where r.submission_id is not null
        and not exists (select from payments_requestrow f where f.request_id = r.id)""",
    "a request that the sweep has not found": """
        select number from payments_paymentrequest r where r.origin = 'sweep'
        and 1 <> (select count(*) from payments_sweepfinding f where f.request_id = r.id)""",
    "a file whose count of rows is not that of its rows": """
        select number from payments_requestfile f where f.rows_done <> f.rows_total or f.rows_total <> (
          select count(*) from payments_requestrow r where r.file_id = f.id and r.became <> '')""",
    "a request with another number of steps than moves": """
        select number from payments_paymentrequest r
        where r.version <> (select count(*) from payments_requeststep s where s.request_id = r.id)""",
    "a request without exactly one determination": """
        select number from payments_paymentrequest r
        where 1 <> (select count(*) from payments_determination d where d.request_id = r.id)""",
    "a request without exactly one award": """
        select number from payments_paymentrequest r
        where 1 <> (select count(*) from payments_award a where a.request_id = r.id)""",
    "an award in no run, or in two": """
        select id from payments_award a
        where 1 <> (select count(*) from payments_runline l where l.award_id = a.id and not l.dropped)""",
    "an award that was not paid": "select id from payments_award where paid_on is null",
    "a deposit that is not the sum of its lines, less what is kept back": """
        select number from payments_deposit d where d.state <> 'paid' or d.net_cents <> (
          select sum(cents) from payments_runline l where l.deposit_id = d.id) - (
          select coalesce(sum(cents), 0) from payments_keptback k where k.deposit_id = d.id)""",
    "a ledger transaction that does not balance": """
        select t.key from payments_ledgertransaction t left join payments_ledgerentry e on e.transaction_id = t.id
        group by t.id, t.key having coalesce(sum(e.cents), 0) <> 0 or count(e.id) < 2""",
    "money owed or on its way when all was paid": """
        select account from payments_ledgerentry where account in ('payable', 'on-the-way')
        group by account having sum(cents) <> 0""",
    "a payment or a check not booked, or booked twice": f"""
        select 'cash' from payments_ledgerentry where account = 'cash'
        having -coalesce(sum(cents), 0) <> (select coalesce(sum(amount_cents), 0) from payments_award) - {_BACK}""",
    "another sum to come back than the recoveries have open": f"""
        select 'receivable' from payments_ledgerentry where account = 'receivable'
        having coalesce(sum(cents), 0) <> (select coalesce(sum(cents), 0) from payments_recovery) - {_BACK}""",
    "a file of records whose rows are not accounted for": """
        select number from exchange_recordfile where direction = 'in' and (state <> 'read'
          or rows_total <> rows_changed + rows_same + rows_refused)""",
    "a month of benefits twice": """
        select min(id::text) from tickets_benefitperiod where superseded_at is null
        group by person_id, title, from_month having count(*) > 1""",
    "a job that nobody does": """
        select id || ' ' || task_name from procrastinate_jobs
        where args ? 'subject' and status in ('doing', 'failed')""",
}
