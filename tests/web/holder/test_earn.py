"""“If I earn this much”: dollars, plain words, both languages, and nothing kept (rows K2, H3)."""

import pytest

from portal.kernel.models import StoredDecision
from tests.progress.room import Room

pytestmark = pytest.mark.row("K2", "H3")
HERE = "/ticket/earn/"


@pytest.fixture
def room(world, unit_as) -> Room:
    return Room(world, unit_as)


@pytest.fixture
def client(room, sign_in):
    return sign_in(room.account)


def read(client, **typed):
    answer = client.get(HERE, typed)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_is_offered_and_asks_first(client):
    assert HERE in client.get("/ticket/").content.decode()
    page = read(client)
    assert "If I earn this much" in page and "How much is it?" not in page
    assert "It does not say how much cash benefit you would get" in page and "1-866-968-7842" in page


def test_pay_at_the_trial_work_amount(client, entries, room):
    before = StoredDecision.objects.using("loader").count()
    page = read(client, amount="1,160", benefit="T2")
    for words in (
        "The trial work amount of 2025 is $1,160 a month. Your pay would reach it.",
        "Work with $1,620 a month or more is called substantial in 2025. Your pay would be less.",
        "The check asks for 6 months with enough pay. We have 0 on record so far.",
        "Each month with your pay would count.",
        "no new medical review will start",
        "3 months out of 6",
        "9 months out of 18",
    ):
        assert words in page, words
    assert "up to 36" not in page
    assert StoredDecision.objects.using("loader").count() == before
    looks = [entry for entry in entries("look") if entry.page == "holder-earn"]
    assert [one.people for one in looks] == [[room.beneficiary.pk]]


def test_more_and_less_pay(client):
    more = read(client, amount="1620", benefit="T16")
    assert "There are up to 18 of them." in more and "There are up to 60 of them." in more
    less = read(client, amount="1159.99", benefit="T2")
    assert "A month with your pay would not count." in less and "Your pay would not reach one." in less
    assert "months out of" not in less


def test_in_spanish(client):
    client.post("/ticket/language/", {"language": "es"})
    page = read(client, amount="1160", benefit="concurrent")
    assert "La cantidad de prueba de trabajo de 2025 es de $1,160 al mes. Su pago llegaría a ella." in page
    assert "3 meses de 6" in page and "Your pay" not in page
    wrong = read(client, amount="999999999", benefit="concurrent")
    assert "Escriba dólares y centavos" in read(client, amount="mucho") and "How much" not in wrong


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "", "benefit": "T2"}, "Type what you would earn in a month."),
        ({"amount": "a lot", "benefit": "T2"}, "Type dollars and cents, for example 1,200.00."),
        ({"amount": "99999999999", "benefit": "T2"}, "Type dollars and cents, for example 1,200.00."),
        ({"amount": "1200"}, "Choose the benefit that you get."),
        ({"amount": "1200", "benefit": "T9"}, "Choose the benefit that you get."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, typed, sentence):
    page = read(client, **typed)
    assert sentence in page and "How much is it?" not in page
    assert f'value="{typed["amount"]}"' in page or not typed["amount"]


def test_without_a_ticket_there_is_a_number_to_call(world, sign_in, room):
    account = world.holder_account(world.person(), room.en)
    assert "We do not see a Ticket on your record." in read(sign_in(account), amount="1200", benefit="T2")


def test_it_only_reads(client):
    assert client.post(HERE).status_code == 405
