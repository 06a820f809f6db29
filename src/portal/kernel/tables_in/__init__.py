"""Tables from outside: rows of a CSV or XLSX file, read by a layout, or the sentence that says why they cannot be."""

from portal.kernel.tables_in.columns import Column, Layout, Problem, Wrong, misshapen, read_cells
from portal.kernel.tables_in.reading import read_table
from portal.kernel.tables_in.results import Line, Sheet, TableLimits, Unreadable

__all__ = [
    "Column",
    "Layout",
    "Line",
    "Problem",
    "Sheet",
    "TableLimits",
    "Unreadable",
    "Wrong",
    "misshapen",
    "read_cells",
    "read_table",
]
