from typing import NamedTuple
from portal.kernel.actor import Actor
class Admission(NamedTuple):
    account: object; has_second_factor: bool; actor: Actor|None; decision: object
def admit(account, moment): return None
