"""Turn the declarations into grants, row-level policies and triggers. Safe to run again; run after migrations."""

from collections.abc import Iterable, Iterator

from django.db import connections

from portal.kernel.database.declared import Owned, Table

_ORGANISATION = "(select nullif(current_setting('portal.organisation', true), '')::uuid)"
_TODAY = "(select nullif(current_setting('portal.on', true), '')::date)"
_PERSON = "(select nullif(current_setting('portal.person', true), '')::uuid)"
# Asked of each row, so that who reads one person costs one look into the index: `in (select …)` would read everybody
# an organisation has sight of, and every table with such a wall from end to end.
_SEEN = (
    f"exists (select from tickets_sight sight where sight.organisation_id = {_ORGANISATION}"
    f" and sight.person_id = {{row}} and sight.from_on <= {_TODAY}"
    f" and (sight.until_on is null or sight.until_on > {_TODAY}))"
)

_ROLES = {
    "portal_org": "org",
    "portal_staff": "staff",
    "portal_holder": "holder",
    "portal_worker": "worker",
    "portal_entrance": "entrance",
    "portal_side": "side",
    "portal_work": "work",
}


def apply(tables: Iterable[Table]) -> None:
    """Apply the walls of every declared table, in one transaction, as the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("begin")
        for statement in _house():
            cursor.execute(statement)
        for table in tables:
            for statement in statements(table):
                cursor.execute(statement)
        cursor.execute("commit")


def _house() -> Iterator[str]:
    everyone = ", ".join([*_ROLES, "portal_facts", "portal_loader"])
    yield f"grant usage on schema public to {everyone}"
    yield f"revoke all on all tables in schema public from {everyone}"
    yield f"revoke all on all functions in schema public from public, {everyone}"
    yield f"grant execute on function portal_transaction(), portal_tracked(), portal_append_only() to {everyone}"
    yield (
        "grant execute on function portal_enqueue(text, text, text, jsonb, timestamptz),"
        " portal_enqueue_many(text, text, uuid[], text)"
        " to portal_org, portal_staff, portal_worker, portal_entrance"
    )
    yield "grant execute on all functions in schema public to portal_work, portal_loader"
    yield "grant select, insert, update, delete on all tables in schema public to portal_loader"
    yield "grant usage on all sequences in schema public to portal_loader, portal_work"


def statements(table: Table) -> Iterator[str]:
    """The statements that put up one table's walls."""
    name = table.name
    if not table.row_walls and table.owned is not Owned.HOUSE:
        raise ValueError(f"{table.name} has rows of somebody and needs its walls")
    yield f"alter table {name} {'enable' if table.row_walls else 'disable'} row level security"
    yield f"alter table {name} {'force' if table.row_walls else 'no force'} row level security"
    yield from _drop_policies(name)
    yield f"create policy owner on {name} to portal_owner using (true) with check (true)"
    yield f"grant select on {name} to portal_facts"
    yield f"create policy facts on {name} for select to portal_facts using (true)"
    for role, grant in _ROLES.items():
        privileges: tuple[str, ...] = getattr(table, grant)
        if not privileges:
            continue
        if table.append_only and not set(privileges) <= {"select", "insert"}:
            raise ValueError(f"{name} is append-only, but {role} is granted {privileges}")
        yield f"grant {', '.join(privileges)} on {name} to {role}"
        if grant in table.locks:
            yield f"grant update (version) on {name} to {role}"
        condition = _condition(table, role)
        written = f"({condition}) and ({table.written_if or 'true'})"
        yield f"create policy {grant} on {name} to {role} using ({condition}) with check ({written})"
    yield from _triggers(table)


def _condition(table: Table, role: str) -> str:
    """Which rows the role may touch: a provider its own and its people's, a Ticketholder those of one person."""
    if role == "portal_holder" and table.owned is not Owned.HOUSE:
        column = table.column if table.owned is Owned.PERSON else table.holder_column
        if not column:
            raise ValueError(f"{table.name} is open to Ticketholders and names no column of the person")
        return f"{column} = {_PERSON}"
    if role != "portal_org":
        return "true"
    match table.owned:
        case Owned.ORGANISATION:
            return f"{table.column} = {_ORGANISATION}"
        case Owned.PERSON:
            return _SEEN.format(row=f"{table.name}.{table.column}")
        case Owned.HOUSE:
            return "true"


def _triggers(table: Table) -> Iterator[str]:
    name = table.name
    if table.tracked:
        yield (
            f"create or replace trigger tracked before insert or update or delete on {name}"
            " for each statement execute function portal_tracked()"
        )
    if table.append_only:
        yield (
            f"create or replace trigger append_only before update or delete or truncate on {name}"
            " for each statement execute function portal_append_only()"
        )


def _drop_policies(name: str) -> Iterator[str]:
    for policy in ("owner", "facts", *_ROLES.values()):
        yield f"drop policy if exists {policy} on {name}"
