"""Bringing in contact notes of other software from CSV and XLSX files: columns, judging (row J2)."""
