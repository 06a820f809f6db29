"""A plan's supports and services as forms: which are ticked, and what each of them is (Part Two, Section 4)."""

from typing import Any, ClassVar

from portal.casework.plan import words
from portal.policy.plan_facts import Service
from portal.policy.plan_services import ALWAYS
from portal.web.provider.forms.plan import PartForm, long_text, one_of, some_of, text
from portal.web.ui.fields import OptionLabel


def service_choices() -> list[tuple[str, list[tuple[str, OptionLabel]]]]:
    """The services that can be ticked, by their groups; the regular follow-up is part of every plan."""
    groups: dict[str, list[tuple[str, OptionLabel]]] = {}
    for kind, known in words.SERVICES.items():
        if kind not in ALWAYS:
            groups.setdefault(known.group, []).append((kind, OptionLabel(known.title, known.describe)))
    return list(groups.items())


class ServicesForm(PartForm):
    """Part Two, Section 4: which services."""

    kinds = some_of("Services and supports your organization gives", service_choices())
    groups = (("", ("kinds",)),)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The kinds in the order of the form, with the follow-up that every plan has."""
        chosen = {*(self.said("kinds") or ()), *ALWAYS}
        return tuple(kind for kind in words.SERVICES if kind in chosen)


class ServiceForm(PartForm):
    """What one ticked service is, with the questions that this kind asks."""

    specific = long_text("What you will do, and how it helps", rows=3, max_length=2000)
    when = one_of("When", words.WHEN)
    performed_by = text("Who performs the training?")
    delivered = one_of("How is it given?", words.DELIVERED)
    paid_by = text("Who pays for it?")
    requested_by = one_of("Who asks for the accommodation?", words.ASKS)
    places = some_of("Of whom is it asked?", words.PLACES.items())
    placement = one_of("Which of the two?", words.PLACEMENTS)
    ONLY_OF: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("performed_by", "delivered", "paid_by"), "training"),
        **dict.fromkeys(("requested_by", "places"), "job-accommodation"),
        "placement": "job-placement",
    }

    def __init__(self, data: Any = None, *, kind: str) -> None:
        super().__init__(data, prefix=kind)
        self.kind = kind
        self.title = words.SERVICES[kind].title
        self.fields["specific"].help_text = words.SERVICES[kind].describe
        for name, only in self.ONLY_OF.items():
            if only != kind:
                del self.fields[name]

    def facts(self) -> Service:
        return Service(
            self.kind,
            self.said("specific"),
            self.said("when"),
            self.said("performed_by"),
            self.said("delivered"),
            self.said("paid_by"),
            self.said("requested_by"),
            tuple(self.said("places") or ()),
            self.said("placement"),
        )
