"""Who may do what with what Beneficiary Support and the mail room hold."""

from portal.kernel.database.declared import WRITE, by_organisation

TABLES = (by_organisation("support_paperitem", locks=("staff",), worker=WRITE),)
