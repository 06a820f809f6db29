"""Every control twice: in place, the attack fails; switched off, the test of the attack fails, so it can.

The requirements are those of OWASP ASVS 5.0.0; docs/security/asvs.md places each of them.
"""

import inspect
import traceback
from pathlib import Path

import pytest

from tests.security.controls.control import Bench, Control
from tests.security.controls.v3_browser import CONTROLS as BROWSER
from tests.security.controls.v6_authentication import CONTROLS as AUTHENTICATION
from tests.security.controls.v7_sessions import CONTROLS as SESSIONS
from tests.security.controls.v8_authorization import CONTROLS as AUTHORIZATION
from tests.security.controls.v10_provider import CONTROLS as PROVIDER

pytestmark = [pytest.mark.row("A2", "A3", "A4", "A10")]

CONTROLS = (*BROWSER, *AUTHENTICATION, *SESSIONS, *AUTHORIZATION, *PROVIDER)
AT_LEAST = 30
TESTS = Path(__file__).resolve().parents[2]


def given_to(control: Control, request: pytest.FixtureRequest) -> dict[str, object]:
    """Values for the test's parameters; the fixtures that it or its file asks for by a mark are made too."""
    marks = [
        *getattr(inspect.getmodule(control.test), "pytestmark", []),
        *getattr(control.test, "pytestmark", []),
    ]
    for name in (name for mark in marks if mark.name == "usefixtures" for name in mark.args):
        request.getfixturevalue(name)
    names = inspect.signature(control.test).parameters
    return {
        name: control.given[name] if name in control.given else request.getfixturevalue(name)
        for name in names
    }


def is_red(error: BaseException) -> bool:
    """Did the test itself fail, and not a fault of the switch or of the portal without its control?"""
    if isinstance(error, AssertionError | pytest.fail.Exception):
        return True
    where = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
    # A header that the answer must have, Location where the test waits to be sent on.
    if isinstance(error, KeyError) and where.name == "datastructures.py":
        return True
    return TESTS in where.parents and where.name != "switches.py"


def test_there_are_as_many_controls_as_were_promised() -> None:
    assert len({control.name for control in CONTROLS}) == len(CONTROLS) >= AT_LEAST


@pytest.mark.parametrize("control", CONTROLS, ids=str)
def test_with_the_control_the_attack_fails(control: Control, request: pytest.FixtureRequest) -> None:
    control.test(**given_to(control, request))


@pytest.mark.parametrize("control", CONTROLS, ids=str)
def test_without_the_control_the_suite_goes_red(
    control: Control, request: pytest.FixtureRequest, bench: Bench
) -> None:
    given = given_to(control, request)
    control.off(bench)
    failed = None
    try:
        control.test(**given)
    except BaseException as error:
        failed = error
        if not is_red(error):
            raise
    assert failed is not None, "the test passes without the control, so it proves nothing of it"
