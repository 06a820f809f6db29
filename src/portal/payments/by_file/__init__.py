"""Payment requests by file, CSV or XLSX: columns, what a row asks for, the verdict on it (rows C3, J3)."""
