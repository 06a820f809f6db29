"""The work area of the program's own people: analysts, leads, Social Security's staff, auditors."""
