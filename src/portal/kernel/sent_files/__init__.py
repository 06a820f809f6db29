"""Files that are sent, tried and brought in row by row: one mechanism for every kind of file.

A room declares its two tables (`tables`), its kind of file (`kinds`) and the job; services, reading and pages are
shared.
"""
