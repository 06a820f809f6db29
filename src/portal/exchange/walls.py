"""Who may do what with files from and to Social Security's records."""

from portal.kernel.database.declared import ADD, WRITE, of_the_house

TABLES = (
    # Read and written by the system; staff see how a file stands. Rows name nobody.
    of_the_house("exchange_recordfile", worker=WRITE),
    of_the_house("exchange_refusedrow", worker=ADD, append_only=True),
)
