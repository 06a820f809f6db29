"""The trail: what was done and who was looked at. It only grows, and can be proven to (ADR 0005)."""

from portal.kernel.trail.writing import Entry, note, note_apart, note_looks, note_many, noting_looks

__all__ = ["Entry", "note", "note_apart", "note_looks", "note_many", "noting_looks"]
