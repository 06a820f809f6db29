"""Fields give the services' own types, and their HTML says what is wrong to eyes and to screen readers."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils.datastructures import MultiValueDict

from portal.policy.core import Month
from portal.web.ui.fields import (
    DayField,
    FilesField,
    LongTextField,
    MoneyField,
    MonthField,
    OptionLabel,
    SsnField,
    YesNoField,
)


class Everything(forms.Form):
    ssn = SsnField(label="SSN", help_text="9 digits")
    gross = MoneyField(label="Gross", min_cents=1_00, max_cents=5_000_00)
    month = MonthField(label="Month")
    paid_on = DayField(label="Paid on", earliest=date(2025, 1, 1), latest=date(2025, 12, 15))
    given = YesNoField(label="Services given?", help_text="In that month")
    note = LongTextField(label="Note", max_length=20, help_text="Short")
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("a", OptionLabel("Evidence", "Pay slips")), ("b", "Other")],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label="I agree")
    evidence = FilesField(label="Evidence")


class Described(forms.Form):
    code = forms.CharField(
        help_text="6 digits",
        widget=forms.TextInput(attrs={"aria-describedby": "where-to-find", "class": "narrow"}),
    )
    again = forms.CharField(help_text="The same", required=False)


GOOD = {
    "ssn": "900-01-2345",
    "gross": "$1,160.50",
    "month": "Feb 2025",
    "paid_on": "2025-12-15",
    "given": "no",
    "note": "short",
    "kind": "a",
    "agree": "on",
}


class Elements(HTMLParser):
    """Every element with its attributes, and whether an element was closed twice or never."""

    VOID = frozenset({"input", "br", "img", "meta", "link", "hr"})

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {self.get_starttag_text()}"
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def by_id(self, id_):
        return next(attrs for _, attrs in self.found if attrs.get("id") == id_)

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]


def uploads(*files):
    return MultiValueDict({"evidence": list(files)})


def test_values_come_back_in_the_types_of_the_services():
    slip = SimpleUploadedFile("slip.pdf", b"%PDF-")
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-")
    form = Everything(GOOD, uploads(slip, letter))
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "ssn": "900012345",
        "gross": 116050,
        "month": Month.parse("2025-02"),
        "paid_on": date(2025, 12, 15),
        "given": False,
        "note": "short",
        "kind": "a",
        "agree": True,
        "evidence": [slip, letter],
    }
    assert isinstance(form.cleaned_data["month"], Month)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("ssn", "900", "Enter a Social Security number of 9 digits, for example 900-01-2345."),
        ("ssn", "", "Enter the Social Security number."),
        ("gross", "twelve", "Enter an amount in dollars and cents, for example 1,160.00."),
        ("gross", "0.99", "Enter $1.00 or more."),
        ("gross", "5000.01", "Enter $5,000.00 or less."),
        ("gross", "", "Enter an amount in dollars."),
        ("month", "2025", "Enter a month and year, for example 02/2025."),
        ("paid_on", "02/30/2025", "Enter a date as month/day/year, for example 12/15/2025."),
        ("paid_on", "12/31/2024", "Enter January 1, 2025 or a later date."),
        ("paid_on", "12/16/2025", "Enter December 15, 2025 or an earlier date."),
        ("given", "", "Choose Yes or No."),
        ("given", "maybe", "Choose Yes or No."),
    ],
)
def test_an_error_is_a_sentence_that_says_what_to_enter(field, typed, sentence):
    form = Everything({**GOOD, field: typed}, uploads(SimpleUploadedFile("a.pdf", b"x")))
    assert form.errors[field] == [sentence]
    assert list(form.errors) == [field]


def test_limits_are_inside():
    for name, typed in (
        ("gross", "1.00"),
        ("gross", "5000"),
        ("paid_on", "01/01/2025"),
        ("paid_on", "12/15/2025"),
    ):
        form = Everything({**GOOD, name: typed}, uploads(SimpleUploadedFile("a.pdf", b"x")))
        assert form.is_valid(), (name, typed)


def test_no_file_and_an_empty_file_are_refused():
    assert Everything(GOOD, uploads()).errors["evidence"] == ["Choose at least one file."]
    empty = uploads(SimpleUploadedFile("a.pdf", b"x"), SimpleUploadedFile("b.pdf", b""))
    assert Everything(GOOD, empty).errors["evidence"] == ["The file b.pdf is empty."]


def test_the_same_value_written_differently_is_no_change():
    initial = {"gross": 116050, "month": Month.parse("2025-02"), "paid_on": date(2025, 12, 15)}
    form = Everything(GOOD, uploads(SimpleUploadedFile("a.pdf", b"x")), initial={**initial, "given": False})
    assert not {"gross", "month", "paid_on"} & set(form.changed_data)
    assert "gross" in Everything({**GOOD, "gross": "1,160.51"}, initial=initial).changed_data


def test_values_are_shown_as_they_are_typed():
    initial = {
        "ssn": "900012345",
        "gross": 116000,
        "month": Month.parse("2025-02"),
        "paid_on": date(2025, 3, 1),
    }
    html = Elements(str(Everything(initial={**initial, "given": True})))
    assert html.by_id("id_ssn")["value"] == "900-01-2345"
    assert html.by_id("id_gross")["value"] == "1,160.00"
    assert html.by_id("id_month")["value"] == "02/2025"
    assert html.by_id("id_paid_on")["value"] == "03/01/2025"
    assert "checked" in html.by_id("id_given_0") and "checked" not in html.by_id("id_given_1")
    picker = next(attrs for _, attrs in html.found if attrs.get("class") == "usa-date-picker")
    assert picker["data-default-value"] == "2025-03-01" and picker["data-max-date"] == "2025-12-15"


def test_an_ssn_is_not_remembered_by_the_browser():
    ssn = Elements(str(Everything())).by_id("id_ssn")
    assert (ssn["autocomplete"], ssn["inputmode"]) == ("off", "numeric")


@pytest.mark.parametrize("bound", [False, True])
def test_every_described_by_leads_to_an_element_and_no_id_is_there_twice(bound):
    html = Elements(str(Everything({}, uploads()) if bound else Everything()))
    assert len(html.ids) == len(set(html.ids))
    described = [attrs["aria-describedby"] for _, attrs in html.found if "aria-describedby" in attrs]
    assert described
    assert {name for value in described for name in value.split()} <= set(html.ids)
    labels = [attrs["for"] for tag, attrs in html.found if tag == "label"]
    assert set(labels) <= set(html.ids)


def test_hint_and_error_are_both_read():
    html = Elements(str(Everything({}, uploads())))
    assert html.by_id("id_ssn")["aria-describedby"] == "id_ssn_helptext id_ssn_error"
    assert html.by_id("id_ssn")["aria-invalid"] == "true"
    assert html.by_id("id_note")["aria-describedby"] == "id_note_helptext id_note_error id_note_note"
    fieldset = next(attrs for tag, attrs in html.found if tag == "fieldset")
    assert fieldset["aria-describedby"] == "id_given_helptext id_given_error"
    assert "aria-describedby" not in html.by_id("id_given_0")


def test_what_a_widget_names_itself_is_kept_beside_hint_and_error():
    code = Elements(str(Described({}))).by_id("id_code")
    assert code["aria-describedby"] == "id_code_helptext id_code_error where-to-find"
    assert code["class"] == "usa-input narrow usa-input--error"
    shown = Elements(Described()["code"].as_widget(attrs={"aria-describedby": "above"})).by_id("id_code")
    assert shown["aria-describedby"] == "above id_code_helptext where-to-find"


def test_the_list_of_problems_leads_to_each_first_control():
    html = Elements(str(Everything({}, uploads())))
    links = [attrs["href"] for tag, attrs in html.found if tag == "a"]
    assert links == [
        f"#id_{name}"
        for name in ["ssn", "gross", "month", "paid_on", "given_0", "note", "kind_0", "agree", "evidence"]
    ]
    assert {link[1:] for link in links} <= set(html.ids)


def test_a_form_that_was_not_sent_has_no_list_of_problems_and_says_what_the_asterisk_means():
    html = str(Everything())
    assert "data-portal-problems" not in html
    assert html.count("Required fields are marked") == 1
    optional = str(Described(auto_id="x_%s")["again"].as_field_group())
    assert "usa-label--required" not in optional


def test_what_was_typed_is_escaped():
    evil = '"><script>alert(1)</script>'
    html = str(Everything({"ssn": evil, "gross": evil, "note": evil, "paid_on": evil}, uploads()))
    assert "<script" not in html
    Elements(html)


def test_several_forms_share_one_list_of_problems():
    pages = engines["django"].from_string("{% load ui %}{% error_summary first second %}")
    html = pages.render({"first": Described({}), "second": Everything({**GOOD, "month": "x"}, uploads())})
    assert "There are 3 problems" in html
    assert re.search(r'href="#id_code">Code: This field is required\.<', html)


def test_a_formset_shows_its_fields_and_its_problems():
    made = forms.formset_factory(Described, extra=0, min_num=1, validate_min=True)
    sent = made({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-code": ""})
    html = (
        engines["django"].from_string("{% load ui %}{% error_summary set %}{{ set }}").render({"set": sent})
    )
    assert 'href="#id_form-0-code"' in html
    assert 'name="form-TOTAL_FORMS"' in html
    Elements(html)
