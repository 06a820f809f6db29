"""One control: the test that tries it as an attacker would, and the switch that takes exactly this control away."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings as now_set


class Bench(NamedTuple):
    """What a switch may turn; all is put back after the test."""

    monkeypatch: Any
    settings: Any
    walls: Any


Switch = Callable[[Bench], None]


@dataclass(frozen=True)
class Control:
    """`asvs` numbers the requirements of OWASP ASVS 5.0.0; `given` are values for parameters of the test."""

    asvs: str
    name: str
    test: Callable[..., None]
    off: Switch
    given: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.asvs} {self.name}".replace(" ", "-")


def setting(**values: Any) -> Switch:
    """Other settings."""

    def off(bench: Bench) -> None:
        for name, value in values.items():
            setattr(bench.settings, name, value)

    return off


def replaced(target: str, value: Any) -> Switch:
    """Another object at this place of the code."""
    return lambda bench: bench.monkeypatch.setattr(target, value)


def answering(target: str, value: Any) -> Switch:
    """A function that answers the same whatever it is asked."""
    return replaced(target, lambda *_, **__: value)


def without_middleware(*names: str) -> Switch:
    """The middleware of these names is not there."""

    def off(bench: Bench) -> None:
        bench.settings.MIDDLEWARE = [one for one in now_set.MIDDLEWARE if not one.endswith(names)]

    return off


def together(*switches: Switch) -> Switch:
    """A control that stands at several places, all of them off."""

    def off(bench: Bench) -> None:
        for switch in switches:
            switch(bench)

    return off
