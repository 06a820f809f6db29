from portal.people.models.account import Account
from portal.people.models.organisation import Organisation
from portal.people.models.standing import Clearance, Employment, TrainingRecord

__all__ = ["Account", "Clearance", "Employment", "Organisation", "TrainingRecord"]
