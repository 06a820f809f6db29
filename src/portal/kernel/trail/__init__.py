"""The trail: what was done and who was looked at. It only grows, and can be proven to (ADR 0005)."""

from portal.kernel.trail.writing import note, note_apart, note_looks

__all__ = ["note", "note_apart", "note_looks"]
