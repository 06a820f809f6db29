"""Rows with sealed texts on their way into the database: sealed many at once, under their files' keys."""

from typing import Any
from uuid import UUID

from django.db import models

from portal.kernel import vault
from portal.kernel.vault.sealing import place, seal_many
from portal.nation.rows import Rows

_BATCH = 2_000


class SealedRows:
    """Collects rows with the texts to seal for them; each batch fetches its keys once."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._waiting: list[tuple[type[models.Model], UUID, dict[str, Any], dict[str, str]]] = []

    def add(self, model: type[models.Model], key: UUID, texts: dict[str, str], **values: Any) -> None:
        """A row whose columns in `texts` are sealed under `key`. `values` hold its `id`."""
        self._waiting.append((model, key, values, texts))
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Seal what waits and hand it on."""
        cells = [
            (key, place(model._meta.db_table, column, values["id"]), text)
            for model, key, values, texts in self._waiting
            for column, text in texts.items()
        ]
        sealed = iter(seal_many(vault.FILE, cells))
        for model, _, values, texts in self._waiting:
            self.rows.add(model, **values, **{column: next(sealed) for column in texts})
        self._waiting.clear()
