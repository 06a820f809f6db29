"""Components: what a view hands over is what the page says, escaped, labelled, with its address."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import engines

from portal.policy.core import Month
from portal.web.ui import formats
from portal.web.ui.charts import draw
from portal.web.ui.components import Answer, Bar, BarChart, Column, Event, Table, Task
from portal.web.ui.decision_view import NOT_SHOWN, show, value_words
from portal.web.ui.gallery_decisions import DECISIONS
from portal.web.ui.tables import with_query
from portal.web.ui.working import working
from tests.policy.cases import judge
from tests.policy.test_law_outcomes import twelve


def render(source, **context):
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def table(**changes):
    columns = [Column("Number", "number", header=True), Column("Amount", "amount", numeric=True)]
    rows = [[formats.link("PR-1", "/r/PR-1/"), formats.money(5)], ["<b>", None]]
    return Table(**{"caption": "Requests", "columns": columns, "rows": rows, "order": "-amount", **changes})


def test_a_table_names_its_rows_and_columns_and_escapes_its_cells():
    html = render("{% data_table table %}", table=table())
    assert "<caption>Requests</caption>" in html
    assert '<th scope="row" data-label="Number"><a class="usa-link" href="/r/PR-1/">PR-1</a></th>' in html
    assert '<td data-label="Amount" class="portal-table__number">$0.05</td>' in html
    assert "&lt;b&gt;" in html and "<b>" not in html
    assert '<td data-label="Amount" class="portal-table__number">—</td>' in html


def test_sorting_keeps_the_filter_and_starts_at_the_first_page():
    query = QueryDict("state=paid&state=denied&page=4&order=-amount")
    html = render("{% data_table table %}", table=table(query=query))
    assert 'href="?state=paid&amp;state=denied&amp;order=number"' in html
    assert '<th scope="col" aria-sort="descending"' in html
    ascending = render("{% data_table table %}", table=table(order="amount"))
    assert 'href="?order=-amount"' in ascending and 'aria-sort="ascending"' in ascending


def test_a_row_of_the_wrong_length_is_an_error_and_no_rows_are_a_sentence():
    with pytest.raises(ValueError, match="zip"):
        render("{% data_table table %}", table=table(rows=[["only one"]]))
    assert "Nothing yet." in render("{% data_table table %}", table=table(rows=[], empty="Nothing yet."))


def test_changing_a_query():
    assert with_query(QueryDict("a=1&a=2&page=3"), page=4) == "?a=1&a=2&page=4"
    assert with_query({"a": "x y"}, a=None) == "?"
    assert with_query(None, page=2) == "?page=2"


@pytest.mark.parametrize(
    ("page", "pages", "numbers", "gaps"),
    [
        (1, 1, [], 0),
        (1, 2, [1, 2], 0),
        (4, 12, [1, 3, 4, 5, 12], 2),
        (12, 12, [1, 11, 12], 1),
        (2, 3, [1, 2, 3], 0),
    ],
)
def test_pagination(page, pages, numbers, gaps):
    html = render("{% pagination page pages query %}", page=page, pages=pages, query=QueryDict("state=paid"))
    assert [number for number in range(1, pages + 1) if f"</span>{number}</a>" in html] == numbers
    assert html.count("usa-pagination__overflow") == gaps
    assert html.count('aria-current="page"') == bool(numbers)
    assert ("Previous" in html) == (bool(numbers) and page > 1)
    assert ("Next" in html) == (page < pages)
    assert html.count("state=paid") == html.count('href="?')


def test_states_say_themselves_in_words():
    assert "Waiting for Social Security" in formats.badge("waiting-for-ssa")
    assert (
        formats.badge("some-new-state")
        == '<span class="portal-badge portal-badge--plain">Some new state</span>'
    )
    assert formats.badge("paid", "Paid <today>").endswith("Paid &lt;today&gt;</span>")


def test_answers_say_what_a_change_link_changes():
    html = render(
        "{% answer_list rows %}", rows=[Answer("Months", [Month.parse("2025-02")], "/m/"), ("Given", False)]
    )
    assert 'Change<span class="usa-sr-only"> Months</span>' in html
    assert "<li>February 2025</li>" in html
    assert "<dd>No</dd>" in html
    assert (
        render("{% answers 'You' %}{% answer 'Name' name %}{% endanswers %}", name="<i>").count("&lt;i&gt;")
        == 1
    )


def test_steps_tasks_and_events_say_their_state():
    steps = render("{% steps titles 2 %}", titles=["One", "Two", "Three"])
    assert steps.count('aria-current="step"') == 1 and "Two</span>" in steps
    assert steps.count("completed</span>") == 2 and steps.count("not completed</span>") == 1
    tasks = render("{% task_list tasks %}", tasks=[Task("A", "/a/", "done"), Task("B", "/b/", "cannot")])
    assert 'href="/a/"' in tasks and 'href="/b/"' not in tasks and "Cannot start yet" in tasks
    events = [Event("Sent", "today"), Event("Decision", "by Friday", state="next")]
    assert "Next: </span>Decision" in render("{% timeline events %}", events=events)


def test_only_a_clean_file_can_be_opened():
    clean = SimpleNamespace(number="FL-1", name="a<b>.pdf", size=2_000, pages=1, state="clean")
    waits = SimpleNamespace(number="FL-2", name="b.pdf", size=2_000, pages=2, state="waiting-for-scanner")
    html = render("{% file_list files download='account_logout_of' remove=True %}", files=[waits])
    assert "href" not in html and "Nobody can open it" in html
    assert 'name="remove" value="FL-2"' in html
    listed = render("{% file_list files %}", files=[clean])
    assert "a&lt;b&gt;.pdf" in listed and "1 page," in listed and "Remove" not in listed


def test_alerts_announce_errors_only_and_refuse_unknown_kinds():
    assert 'role="alert"' in render("{% alert 'error' 'No' %}")
    assert "role=" not in render("{% alert 'info' 'Yes' %}")
    boxed = render("{% alertbox 'warning' heading=x %}<p>{{ x }}</p>{% endalertbox %}", x="<x>")
    assert boxed.count("&lt;x&gt;") == 2 and "<x>" not in boxed
    with pytest.raises(ValueError, match="no kind of alert"):
        render("{% alert 'loud' 'x' %}")


def test_buttons_confirmation_and_download():
    buttons = render("{% buttons 'Submit' secondary='Leave' secondary_value='leave' cancel='/x/' %}")
    assert '<button class="usa-button" type="submit">Submit</button>' in buttons
    assert 'name="action" value="leave">Leave' in buttons and 'href="/x/">Cancel' in buttons
    assert "<strong>SB-1</strong>" in render("{% confirmation 'Done' number='SB-1' %}")
    assert "(PDF, 48 KB)" in render("{% download '/f/' 'Submission' size=48000 %}")


def test_a_refusal_shows_every_check_with_its_fact_figure_law_and_remedy():
    html = render("{% decision_panel decision heading='Answer' %}", decision=DECISIONS["Refused"])
    for check in DECISIONS["Refused"]["checks"]:
        assert check["says"] in html and check["rule"] in html
    for words in ("Cannot be paid", "DEN-09", "$980.00", "TWL 2026: $1,210.00", "Derived, not yet published"):
        assert words in html
    assert "computed from the wage index of 2024" in html
    assert "Would be met from:</strong> March 2025" in html
    assert "Missing:</strong> a description of the services." in html
    assert "Not met or not known (2)" in html and "Met (2)" in html


def test_a_grant_shows_its_amount_and_what_is_withheld_is_named_not_shown():
    html = render("{% decision_panel decision %}", decision=DECISIONS["Granted"])
    assert '<p class="portal-decision__amount">$1,850.00</p>' in html
    assert f'class="portal-withheld">{NOT_SHOWN}<' in html
    assert "What to do" not in html


def test_open_checks_stand_first_failed_before_unknown_and_a_met_one_has_no_remedy():
    shown = show(DECISIONS["Refused"])
    assert [check.state for check in shown.open_checks] == ["failed", "unknown"]
    assert {check.remedy for check in shown.held_checks} == {""}
    assert shown.remedies == [check.remedy for check in shown.open_checks]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-02", "February 2025"),
        ("2025-02-03", "February 3, 2025"),
        ("1160.00", "$1,160.00"),
        ("-0.05", "-$0.05"),
        ("2025-99", "2025-99"),
        ("3/5", "3/5"),
        (["2025-02", "2025-03"], "February 2025, March 2025"),
        ({"at least": "1.00", "at most": "2.00"}, "between $1.00 and $2.00"),
        (True, "yes"),
        (None, "none on record"),
        ([], "none on record"),
        (3, "3"),
        (NOT_SHOWN, NOT_SHOWN),
    ],
)
def test_facts_in_words(value, words):
    assert value_words(value) == words


def test_a_chart_draws_to_scale_and_repeats_its_numbers():
    chart = BarChart("Earnings", "They rise.", [Bar("Jan <1>", 500_00), Bar("Feb", 1_000_00)], level=750_00)
    drawing = draw(chart)
    assert drawing.bars[1].width == 2 * drawing.bars[0].width
    assert drawing.level_x == (drawing.bars[0].width + drawing.bars[1].width) // 2
    assert [bar.below for bar in drawing.bars] == [True, False]
    html = render("{% bar_chart chart %}", chart=chart)
    assert 'role="img"' in html and "<title>Earnings</title>" in html and "<desc>They rise.</desc>" in html
    assert html.count("Jan &lt;1&gt;") == 2 and html.count("$1,000.00") == 2
    assert "style=" not in html
    with pytest.raises(ValueError, match="below zero"):
        draw(BarChart("a", "b", [Bar("c", -1)]))
    assert draw(BarChart("a", "b", [])).bars == []


@pytest.mark.row("E1")
def test_a_reconciliation_shows_how_its_amount_is_worked_out():
    """PAY-13: 2 x 1,850 + 8 x 555, and a provider's part of it where it is shared."""
    decision = judge(twelve()).json
    shown = show(decision).working
    assert [list(row) for row in shown.rows] == [
        ["Phase 1", 2, "$1,850.00", "$3,700.00"],
        ["Phase 2", 8, "$555.00", "$4,440.00"],
        ["Together", "", "", "$8,140.00"],
    ]
    assert "How the amount is worked out" in render("{% decision_panel decision %}", decision=decision)
    facts = {"phase_1_left": 1, "phase_1_each": "1850.00", "phase_2_left": 0, "phase_2_each": "555.00"}
    shared = working([{"facts": {**facts, "share": "3/5", "share_amount": "1110.00"}}])
    assert shared.rows[-1] == ["The share of this provider", "", "", "$1,110.00"]
    assert show(DECISIONS["Granted"]).working is None
