"""The clerk's whole way, as steps that every journey can use."""

from dataclasses import dataclass

from tests.journeys.someone import Someone
from tests.world import PASSWORD

PAYABLE = "February 2025: Phase 1 Milestone 1"
NOT_REACHED = ("Phase 1 Milestone 2", "03/2025")


@dataclass
class Asked:
    """The confirmation's numbers: the submission's and those of its requests, in their order."""

    submission: str
    requests: list[str]


def sign_in(someone: Someone, email: str, code: str, *, to: str = "/") -> None:
    """With password and authenticator code, from the page one wanted to open."""
    someone.open(to)
    assert someone.heading == "Sign in"
    give_credentials(someone, email, code)


def give_credentials(someone: Someone, email: str, code: str) -> None:
    someone.write("E-mail address", email)
    someone.write_secret("Password", PASSWORD)
    someone.press("Continue")
    assert someone.heading == "Enter your security code"
    someone.write("Security code", code)
    someone.press("Sign in")


def find(clerk: Someone, ssn: str) -> None:
    """By SSN, which is in no address; leads to the request's first page."""
    clerk.go("Request a payment")
    clerk.write("Social Security number", ssn)
    clerk.press("Continue")
    assert ssn not in clerk.path


def choose_two_months(clerk: Someone) -> None:
    """One that can be paid, and one that was not reached."""
    clerk.tick(PAYABLE)
    clerk.unfold("Another payment or month")
    clerk.choose("Payment", NOT_REACHED[0])
    clerk.write("Claim month", NOT_REACHED[1])
    clerk.tick("Already proven")
    clerk.press("Continue")


def describe_services(clerk: Someone) -> None:
    assert clerk.heading == "Earnings and services"
    clerk.tick("We gave the services and supports")
    clerk.write("Services and supports given", "Job search help in January")
    clerk.press("Continue")


def submit(clerk: Someone) -> Asked:
    """From the page where everything is checked."""
    assert clerk.heading == "Check your answers", clerk.text
    clerk.press("Submit")
    assert "Your payment request was submitted" in clerk.text
    return Asked(clerk.numbers("SB")[0], clerk.numbers("PR"))


def to_evidence(clerk: Someone, ssn: str) -> None:
    """One payment to be shown by papers: the page where they are uploaded."""
    find(clerk, ssn)
    clerk.tick(PAYABLE)
    clerk.tick("Evidence of earnings")
    clerk.press("Continue")
    describe_services(clerk)
    assert clerk.heading == "Evidence of earnings", clerk.text


def describe_paper(clerk: Someone, *, nth: int = 0) -> None:
    """An original pay slip of the bakery that shows everything, for the month claimed."""
    clerk.choose("What is it?", "Original pay slip", nth=nth)
    clerk.write("Who issued it?", "Acme Bakery", nth=nth)
    clerk.tick("February 2025", nth=nth)
    for shown in ("the Ticketholder's name", "gross pay", "the pay date", "the pay period"):
        clerk.tick(shown, nth=nth)
    clerk.tick("It is clear and legible", nth=nth)


def ask_for_one(clerk: Someone, ssn: str, claim: str = PAYABLE, basis: str = "Already proven") -> str:
    """One payment, without papers; the request's number."""
    find(clerk, ssn)
    clerk.tick(claim)
    clerk.tick(basis)
    clerk.press("Continue")
    describe_services(clerk)
    if clerk.heading == "Evidence of earnings":
        clerk.press("Continue")
    return submit(clerk).requests[0]
