"""Column types every room uses."""

from datetime import date
from typing import Any

from django.db import models

from portal.policy.core import Month


class MonthField(models.DateField):  # type: ignore[type-arg]
    """A calendar month, stored as its first day; in Python a `Month`."""

    def from_db_value(self, value: date | None, expression: Any, connection: Any) -> Month | None:
        return None if value is None else Month.of(value)

    def to_python(self, value: Any) -> Month | None:
        if value is None or isinstance(value, Month):
            return value
        if isinstance(value, date):
            return Month.of(value)
        return Month.parse(value)

    def get_prep_value(self, value: Any) -> date | None:
        month = self.to_python(value)
        return None if month is None else month.first

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return connection.ops.adapt_datefield_value(value if prepared else self.get_prep_value(value))

    def value_to_string(self, obj: Any) -> str:
        return str(self.value_from_object(obj))


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Text that only the vault opens; in Python the sealed bytes, never the text (ADR 0004)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else bytes(value)
