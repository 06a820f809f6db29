"""Setting up a way in and using it, as steps that several journeys take."""

import re

from tests.journeys.someone import Someone
from tests.world import PASSWORD

_SAID = re.compile(r"It would say: (\d{6}) ")


def set_password(someone: Someone, link: str) -> None:
    """By the link of an invitation; leads to where a first factor is set up."""
    someone.open(link)
    assert someone.heading == "Set up your access"
    someone.write_secret("New password", PASSWORD)
    someone.write_secret("The same password again", PASSWORD)
    someone.press("Continue")
    assert someone.heading == "Set up your authenticator app"


def give_password(someone: Someone, email: str) -> None:
    someone.open("/account/sign-in/")
    someone.write("E-mail address", email)
    someone.write_secret("Password", PASSWORD)
    someone.press("Continue")


def have_codes_texted(someone: Someone, number: str) -> None:
    """Where a first factor is to be set up."""
    someone.follow("codes texted to your mobile")
    someone.write("Mobile number", number)
    someone.press("Text me a code")
    assert someone.heading == "Enter the texted code"
    type_texted(someone, "Turn on")
    assert someone.heading == "Your recovery codes"


def type_texted(someone: Someone, button: str) -> None:
    found = _SAID.search(someone.text)
    assert found, someone.text
    someone.write("Security code", found[1])
    someone.press(button)
