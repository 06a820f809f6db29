"""All tables of the house, room by room."""

from portal.earnings import walls as earnings
from portal.kernel import walls as kernel
from portal.payments import walls as payments
from portal.people import walls as people
from portal.providers import walls as providers
from portal.tickets import walls as tickets

TABLES = (
    *kernel.TABLES,
    *people.TABLES,
    *providers.TABLES,
    *tickets.TABLES,
    *earnings.TABLES,
    *payments.TABLES,
)
