from portal.people.models.account import Account
from portal.people.models.api_key import ApiKey, ApiUse
from portal.people.models.designation import Designation
from portal.people.models.organisation import Organisation
from portal.people.models.signing_in import Invitation, Mobile, ProviderIdentity, SignIn, Warned
from portal.people.models.standing import Clearance, Employment, TrainingRecord
from portal.people.models.training import TrainingProgress

__all__ = [
    "Account",
    "ApiKey",
    "ApiUse",
    "Clearance",
    "Designation",
    "Employment",
    "Invitation",
    "Mobile",
    "Organisation",
    "ProviderIdentity",
    "SignIn",
    "TrainingProgress",
    "TrainingRecord",
    "Warned",
]
