from portal.tickets.models.assignability import AssignabilityCheck, AssignabilityFile
from portal.tickets.models.benefits import BenefitPeriod, BlindPeriod, MedicalReview
from portal.tickets.models.history import TicketStep, Unassignment
from portal.tickets.models.holder import HolderAccess
from portal.tickets.models.look_up import RefusedLookUp
from portal.tickets.models.person import Person, Sight
from portal.tickets.models.ticket import Assignment, Termination, Ticket, VrCase, VrClosure

__all__ = [
    "AssignabilityCheck",
    "AssignabilityFile",
    "Assignment",
    "BenefitPeriod",
    "BlindPeriod",
    "HolderAccess",
    "MedicalReview",
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
