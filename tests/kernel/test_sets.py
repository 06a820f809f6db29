"""Rows written in sets arrive as rows written singly (the text that COPY reads)."""

from datetime import UTC, date, datetime

import pytest

from portal.kernel.actor import SYSTEM
from portal.kernel.copy_text import JsonText
from portal.kernel.ids import new_id
from portal.kernel.models import Duty, StoredDecision, TrailEntry
from portal.kernel.sets import insert_rows, update_rows
from portal.kernel.trail import Entry, note_many
from portal.kernel.unit import as_system

ODD = [
    "plain",
    "",
    "tab\there",
    "two\nlines\r\n",
    "back\\slash \\N \\t",
    "quote \" and '",
    "é \u202e 漢 \U0001f600",
]
AT = datetime(2025, 12, 15, 23, 59, 59, 123456, UTC)


def decision(text: str, answer: object) -> StoredDecision:
    return StoredDecision(
        rule=text,
        version="1",
        subject_kind="test",
        subject=new_id(),
        facts={text: [text, None, 1, True]},
        answer=answer,
        outcome="grant",
        decided_on=date(2025, 12, 15),
        decided_at=AT,
    )


def kept(model, rows):
    names = [field.attname for field in model._meta.concrete_fields]
    found = model.objects.using("loader").filter(pk__in=[row.pk for row in rows])
    return {row.pk: [getattr(row, name) for name in names] for row in found}


@pytest.mark.row("I6")
@pytest.mark.parametrize("text", ODD)
def test_any_text_arrives_as_it_was(unit_as, text):
    row = decision(text, {"says": text})
    written = decision(text, JsonText('{"says": "a \\\\ and \\u00e9"}'))
    with unit_as(SYSTEM), as_system():
        insert_rows([row, written])
    found = kept(StoredDecision, [row, written])
    assert found[row.pk] == [getattr(row, field.attname) for field in StoredDecision._meta.concrete_fields]
    assert found[written.pk][7] == {"says": "a \\ and é"}


def test_nulls_lists_days_and_moments_arrive_as_they_were(unit_as):
    people = [new_id(), new_id()]
    duties = [
        Duty(
            kind="test", subject=new_id(), person=person, opened_at=AT, due_on=date(2025, 1, day), version=day
        )
        for day, person in enumerate([None, *people], start=1)
    ]
    entries = [
        Entry(kind=kind, subject_kind="test", subject=new_id(), people=of, detail={})
        for kind, of in [("none", []), ("both", people)]
    ]
    with unit_as(SYSTEM), as_system():
        insert_rows(duties)
        note_many(entries)
        duties[0].due_on, duties[0].closed_at = date(2025, 2, 1), AT
        update_rows(duties[:1], ["due_on", "closed_at"])
    found = kept(Duty, duties)
    for row in duties:
        assert found[row.pk] == [getattr(row, field.attname) for field in Duty._meta.concrete_fields]
    trail = TrailEntry.objects.using("loader").filter(kind__in=["none", "both"]).order_by("id")
    assert [(one.kind, one.people, one.account, one.detail) for one in trail] == [
        ("none", [], None, {}),
        ("both", people, None, {}),
    ]
