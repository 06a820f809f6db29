from portal.tickets.models.benefits import BenefitPeriod, BlindPeriod
from portal.tickets.models.history import TicketStep, Unassignment
from portal.tickets.models.look_up import RefusedLookUp
from portal.tickets.models.person import Person, Sight
from portal.tickets.models.ticket import Assignment, Termination, Ticket, VrCase, VrClosure

__all__ = [
    "Assignment",
    "BenefitPeriod",
    "BlindPeriod",
    "Person",
    "RefusedLookUp",
    "Sight",
    "Termination",
    "Ticket",
    "TicketStep",
    "Unassignment",
    "VrCase",
    "VrClosure",
]
