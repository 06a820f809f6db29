"""What the page of each move asks, says and calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from portal.kernel.unit import current
from portal.payments import parameters
from portal.payments.results import Answer
from portal.payments.services import decide
from portal.payments.services.reversing import reverse
from portal.policy.corrections import Cause
from portal.policy.denials import DENIALS
from portal.web.staff import note_templates
from portal.web.staff.forms.moves import (
    CAUSES,
    ApproveForm,
    DenyForm,
    MoveForm,
    OverrideForm,
    ReferForm,
    ReturnForm,
    ReverseForm,
    SendBackForm,
)
from portal.web.ui import formats

Json = dict[str, Any]
Typed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deciding:
    """A move's page. `text_field` is where a note template goes; `check` says back what was typed."""

    move: str
    title: str
    form: type[MoveForm]
    text_field: str
    confirm: str
    success: str
    danger: bool
    call: Callable[[UUID, Typed], Answer]
    check: Callable[[Typed, int | None], list[tuple[str, object]]]


def _approving(move: str) -> Callable[[UUID, Typed], Answer]:
    def call(request: UUID, typed: Typed) -> Answer:
        return decide.approve(request=request, version=typed["version"], note=typed["note"], move=move)

    return call


def _denying(move: str) -> Callable[[UUID, Typed], Answer]:
    def call(request: UUID, typed: Typed) -> Answer:
        return decide.deny(
            request=request, version=typed["version"], code=typed["code"], note=typed["note"], move=move
        )

    return call


def _send_back(request: UUID, typed: Typed) -> Answer:
    return decide.send_back(request=request, version=typed["version"], question=typed["question"])


def _return(request: UUID, typed: Typed) -> Answer:
    return decide.return_for_information(
        request=request, version=typed["version"], note=typed["note"], due_on=typed["due_on"]
    )


def _refer(request: UUID, typed: Typed) -> Answer:
    return decide.refer_to_ssa(request=request, version=typed["version"], reason=typed["reason"])


def _reverse(request: UUID, typed: Typed) -> Answer:
    return reverse(
        request=request, version=typed["version"], cause=Cause(typed["cause"]), reason=typed["reason"]
    )


def _check_approve(typed: Typed, payable: int | None) -> list[tuple[str, object]]:
    return [("Decision", "Approve"), ("Amount", formats.money(payable)), ("Note", typed["note"])]


def _check_deny(typed: Typed, payable: int | None) -> list[tuple[str, object]]:
    denial = DENIALS[typed["code"]]
    return [
        ("Decision", "Deny"),
        ("Code and reason", f"{denial.code}: {denial.reason}"),
        ("What the provider can do", denial.remedy),
        ("Note to the provider", typed["note"]),
    ]


def _check_return(typed: Typed, payable: int | None) -> list[tuple[str, object]]:
    return [
        ("Decision", "Return for information"),
        ("What the provider has to send", typed["note"]),
        ("Answer by", typed["due_on"]),
    ]


def _check_refer(typed: Typed, payable: int | None) -> list[tuple[str, object]]:
    return [("Decision", "Refer to Social Security"), ("Reason", typed["reason"])]


def _check_send_back(typed: Typed, payable: int | None) -> list[tuple[str, object]]:
    return [("Decision", "Send back to the analyst"), ("Question", typed["question"])]


def _check_reverse(typed: Typed, payable: int | None) -> list[tuple[str, object]]:
    return [
        ("Decision", "Take the payment back"),
        ("Cause", CAUSES[typed["cause"]]),
        ("What the provider reads", typed["reason"]),
    ]


DECIDING = {
    one.move: one
    for one in (
        Deciding(
            decide.APPROVE, "Approve", ApproveForm, "note", "Approve the payment", "The request is approved.", False,
            _approving(decide.APPROVE), _check_approve,
        ),
        Deciding(
            decide.DENY, "Deny", DenyForm, "note", "Deny the request",
            "The request is denied. The provider is told why.", True, _denying(decide.DENY), _check_deny,
        ),
        Deciding(
            "return", "Return for information", ReturnForm, "note", "Return the request",
            "The request is returned. The provider is told what is missing.", False, _return, _check_return,
        ),
        Deciding(
            "refer-to-ssa", "Refer to Social Security", ReferForm, "reason", "Refer the request",
            "The request waits for Social Security.", False, _refer, _check_refer,
        ),
        Deciding(
            decide.APPROVE_AFTER_ALL, "Approve after all", ApproveForm, "note", "Approve the payment",
            "The request is approved. The provider is told.", False,
            _approving(decide.APPROVE_AFTER_ALL), _check_approve,
        ),
        Deciding(
            decide.UPHOLD, "Uphold the denial", DenyForm, "note", "Uphold the denial",
            "The denial stands. The provider is told why.", True, _denying(decide.UPHOLD), _check_deny,
        ),
        Deciding(
            "reverse", "Take the payment back", ReverseForm, "reason", "Take the payment back",
            "The payment is taken back. What was paid is kept back of the provider's next deposits.", True,
            _reverse, _check_reverse,
        ),
        Deciding(
            decide.APPROVE_AT_SSA, "Approve for Social Security", OverrideForm, "note", "Approve the payment",
            "The request is approved. The provider is told.", False, _approving(decide.APPROVE_AT_SSA), _check_approve,
        ),
        Deciding(
            decide.DENY_AT_SSA, "Deny for Social Security", DenyForm, "note", "Deny the request",
            "The request is denied. The provider is told why.", True, _denying(decide.DENY_AT_SSA), _check_deny,
        ),
        Deciding(
            decide.SEND_BACK, "Send back to the analyst", SendBackForm, "question", "Send it back",
            "The request is with the analysts again.", False, _send_back, _check_send_back,
        ),
    )
}  # fmt: skip
# Whose pages they are.
SSA_MOVES = (decide.APPROVE_AT_SSA, decide.DENY_AT_SSA, decide.SEND_BACK)
ANALYSTS_MOVES = tuple(move for move in DECIDING if move not in SSA_MOVES)


def initial(move: str, version: int, answer: Json) -> Typed:
    """What the form of a move starts with: the primary reason's code, what is missing, the usual time to answer."""
    begin: Typed = {"version": version}
    if move in note_templates.DENIALS_SAID:
        begin["code"] = next((code for code, _, failed in decide.denial_codes(answer) if failed), "")
    if move == note_templates.RETURN:
        days = int(parameters.on(parameters.ANSWER_WITHIN, current().on))
        begin["note"] = note_templates.what_is_missing(answer)
        begin["due_on"] = current().on + timedelta(days=days)
    return begin


def prepared(deciding: Deciding, answer: Json, data: Any = None, **begin: Any) -> MoveForm:
    """The move's form with what depends on the case: the codes to choose from, the days that are allowed."""
    form = deciding.form(data, initial=begin or None)
    if isinstance(form, DenyForm):
        form.offer(decide.denial_codes(answer))
    if isinstance(form, ReturnForm):
        form.limit(current().on)
    return form
