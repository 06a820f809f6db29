"""Recovery codes: once they were shown they are stored only as passwords are, and one nobody has seen opens nothing."""

import hashlib
import secrets
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator

from portal.people.factors import seal_factor

# 16 MiB of memory a hash, and a fifth of a password's time, because ten are made at once; they are sealed as well.
_COST, _BLOCK = 2**14, 8
_SALT_BYTES = 16


def keep_hashed(account: UUID) -> None:
    """Forget what the shown codes follow from; their hashes take its place, under the library's name for such."""
    row = Authenticator.objects.select_for_update().get(user_id=account, type="recovery_codes")
    if "salt" in row.data:
        return
    salt = secrets.token_hex(_SALT_BYTES)
    hashes = [seal_factor(_hashed(code, salt)) for code in row.wrap().get_unused_codes()]
    row.data = {"salt": salt, "migrated_codes": hashes, "viewed_at": row.data.get("viewed_at")}
    row.save(update_fields=["data"])


def as_stored(account: UUID, typed: str) -> str:
    """What the library compares with what it stores: of a recovery code its hash, of any other code itself."""
    code = typed.strip().replace(" ", "").replace("-", "")
    if len(code) != app_settings.RECOVERY_CODE_DIGITS or not code.isascii() or not code.isdigit():
        return typed
    row = Authenticator.objects.filter(user_id=account, type="recovery_codes").first()
    if row is None or not row.wrap().did_view:
        return ""
    if "salt" not in row.data:
        # Shown before codes were hashed.
        keep_hashed(account)
        row.refresh_from_db()
    return _hashed(code, row.data["salt"])


def _hashed(code: str, salt: str) -> str:
    return hashlib.scrypt(
        code.encode(),
        salt=bytes.fromhex(salt),
        n=_COST,
        r=_BLOCK,
        p=1,
        maxmem=2 * 128 * _COST * _BLOCK,
        dklen=32,
    ).hex()
