"""Dated figures and parameters of the law, each with its standing and source. A new year is one file's change."""
