"""How every form of the portal becomes HTML: USWDS markup from our own field and widget templates.

ARIA is added to, never replaced: a widget that brings its own `aria-describedby` keeps it, and the hint and the
error are named beside it (Django alone would drop them, and screen readers would lose both).
"""

from pathlib import Path
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input, Widget
from django.utils.functional import cached_property

_TEMPLATES = Path(__file__).parent / "form_templates"

# Looked up along the widget's own classes, so that a widget of a library gets its parent's look.
_CLASSES: dict[type[Widget], str] = {
    forms.Textarea: "usa-textarea",
    forms.Select: "usa-select",
    forms.RadioSelect: "usa-radio__input",
    forms.CheckboxSelectMultiple: "usa-checkbox__input",
    forms.CheckboxInput: "usa-checkbox__input",
    forms.FileInput: "usa-file-input",
    forms.HiddenInput: "",
    Input: "usa-input",
}


def css_class(widget: Widget) -> str:
    """The design system's class for a widget; "" where it has none."""
    return next((_CLASSES[kind] for kind in type(widget).__mro__ if kind in _CLASSES), "")


class PortalBoundField(BoundField):
    """A field on a page, with what it is described by."""

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext" if self.auto_id and self.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error" if self.auto_id and self.errors else ""

    @property
    def aria_describedby(self) -> str:
        """Hint, error and whatever the widget names itself, in the order in which they stand on the page."""
        if self.is_hidden:
            return ""
        own = str(self.field.widget.attrs.get("aria-describedby", ""))
        return _joined(self.hint_id, self.error_id, own)

    @property
    def first_control_id(self) -> str:
        """Where a link of the error summary leads."""
        if isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{self.auto_id}_0"
        return str(self.auto_id)

    @property
    def has_own_label(self) -> bool:
        """A single check box is labelled by its own option."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def label_id(self) -> str:
        """Named where the design system's script gives the control words of its own, which would hide the label."""
        return (
            f"{self.auto_id}_label" if self.auto_id and isinstance(self.field.widget, forms.FileInput) else ""
        )

    @property
    def use_fieldset(self) -> bool:
        """Our file input is one control; Django's needs a group for its check box that clears."""
        return bool(super().use_fieldset) and not isinstance(self.field.widget, forms.FileInput)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        named = str(attrs.get("aria-describedby", ""))
        built = super().build_widget_attrs({**attrs, "aria-describedby": ""}, widget)
        built.pop("aria-describedby", None)
        if widget.is_hidden:
            return built
        if self.use_fieldset:
            # The fieldset carries hint and error once; on each option they would be read each time.
            described = named
            built.pop("aria-invalid", None)
        else:
            described = _joined(named, self.aria_describedby, widget_note_id(widget, self.auto_id))
        if described:
            built["aria-describedby"] = described
        if self.label_id:
            built["aria-labelledby"] = self.label_id
        look = css_class(widget)
        error = (
            f"{look}--error" if self.errors and look in {"usa-input", "usa-textarea", "usa-select"} else ""
        )
        classes = _joined(look, str(widget.attrs.get("class", "")), str(attrs.get("class", "")), error)
        if classes:
            built["class"] = classes
        return built


def widget_note_id(widget: Widget, auto_id: str) -> str:
    """The id of the note a widget's own template shows (how many characters fit)."""
    counts = isinstance(widget, forms.Textarea) and widget.attrs.get("maxlength")
    return f"{auto_id}_note" if counts and auto_id else ""


def _joined(*parts: str) -> str:
    return " ".join(dict.fromkeys(" ".join(parts).split()))


class PortalRenderer(DjangoTemplates):
    """Django's own templates, with ours in front."""

    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/field.html"
    bound_field_class = PortalBoundField

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {"APP_DIRS": True, "DIRS": [_TEMPLATES], "NAME": "portalforms", "OPTIONS": {}},
        )
