"""Reasons and notes that are kept readable take no Social Security number; the trail finds designations."""

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.people.models import Designation
from portal.web.people import forms as people
from portal.web.staff.forms import announcements, desk, provider
from portal.web.ui.clear_text import no_ssn

pytestmark = [pytest.mark.row("I1", "K7")]
# Fields of words that are no free text: a search, or something with a shape of its own.
SHAPED = {
    *("FindPeople.find", "NameForm.email", "FindProviders.find", "FindRollOut.find", "FindEarlier.find"),
    *("NumbersForm.ein", "NumbersForm.pid", "NumbersForm.uei"),
    *("AgreementForm.number", "KeepAgreementForm.number"),
}


@pytest.mark.parametrize(
    "text",
    ["SSN 900-01-2345 called.", "900012345", "900 01 2345 asked", "the last four are 2345", "xxx-xx-2345"],
)
def test_a_number_that_reads_as_an_ssn_is_refused(text):
    with pytest.raises(ValidationError, match="reads as a Social Security number"):
        no_ssn(text)


@pytest.mark.parametrize(
    "text", ["Took another job.", "See PR-1234-5678 of 12/15/2025.", "EIN 12-3456789", "Call 202-555-0143"]
)
def test_other_words_and_numbers_are_taken(text):
    no_ssn(text)


@pytest.mark.parametrize("module", [people, announcements, desk, provider])
def test_every_free_text_about_staff_and_providers_is_looked_at(module):
    """A new form has to look as well, or be named above."""
    found = {
        f"{name}.{field_name}": field
        for name, form in vars(module).items()
        if isinstance(form, type) and issubclass(form, forms.Form) and form.__module__ == module.__name__
        for field_name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
    }
    open_ones = {name for name, field in found.items() if no_ssn not in field.validators}
    assert found
    assert open_ones <= SHAPED


def test_what_was_typed_stays_and_nothing_is_kept(access, client_as):
    client = client_as(access.administrator)
    typed = {
        "name": "Nina New",
        "email": "nina@example.org",
        "job_title": "Job coach",
        "starts_on": "12/15/2025",
        "access": "portal",
        "roles": ["en-counsellor"],
        "reason": "Works with 900-01-2345.",
    }
    page = client.post(reverse("people-name"), typed)
    assert page.status_code == 422
    said = page.content.decode()
    assert "Take it out: this text is kept readable" in said
    assert "Works with 900-01-2345." in said
    assert not Designation.objects.using("loader").exists()


@pytest.mark.row("L7")
def test_the_trail_is_found_by_the_number_of_a_designation(access, client_as):
    first, other = access.name(), access.name("other@example.org")
    client = client_as(access.auditor)
    page = client.get(reverse("staff-trail"), {"number": first.number.lower()}).content.decode()
    rows = re.search(r"<tbody.*?</tbody>", page, re.S)
    assert rows is not None
    assert first.number in rows[0]
    assert "designation-designate" in rows[0]
    assert other.number not in rows[0]
