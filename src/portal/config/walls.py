"""All tables of the house, room by room."""

from portal.casework import walls as casework
from portal.earnings import walls as earnings
from portal.exchange import walls as exchange
from portal.integrity import walls as integrity
from portal.kernel import walls as kernel
from portal.payments import walls as payments
from portal.people import walls as people
from portal.progress import walls as progress
from portal.providers import walls as providers
from portal.support import walls as support
from portal.tickets import walls as tickets

TABLES = (
    *kernel.TABLES,
    *people.TABLES,
    *providers.TABLES,
    *tickets.TABLES,
    *casework.TABLES,
    *earnings.TABLES,
    *progress.TABLES,
    *payments.TABLES,
    *integrity.TABLES,
    *support.TABLES,
    *exchange.TABLES,
)
