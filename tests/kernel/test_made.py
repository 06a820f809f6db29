"""Rows that are made without their model's constructor are what the constructor makes (row J7)."""

import pytest
from django.apps import apps

from portal.kernel.made import made
from portal.kernel.models import Duty, Mail
from portal.payments.models import Award, PaymentRequest, RequestStep

pytestmark = [pytest.mark.row("J7")]


def test_each_model_has_its_own_defaults() -> None:
    for model in apps.get_models():
        plain, row = model(), made(model)
        for field in model._meta.concrete_fields:
            given, expected = row.__dict__[field.attname], getattr(plain, field.attname)
            assert type(given) is type(expected), field
            # What each row has of its own: an ID, the moment.
            assert given == expected or callable(field.default), field
        assert (row._state.adding, row._state.db) == (True, None)


def test_two_rows_share_no_default() -> None:
    one, other = made(Duty), made(Duty)
    assert one.pk != other.pk


def test_a_relation_is_given_as_its_row_or_as_its_column() -> None:
    request = made(PaymentRequest, asks="P2")
    step = made(RequestStep, request=request, version=2)
    assert (step.request, step.request_id, step.version) == (request, request.pk, 2)
    assert made(Award, request_id=request.pk).request_id == request.pk
    assert made(PaymentRequest, submission=None).submission_id is None


def test_another_name_is_refused() -> None:
    with pytest.raises(TypeError, match="Mail has no such field: colour"):
        made(Mail, colour="red")
