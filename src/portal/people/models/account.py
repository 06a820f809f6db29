"""The account of one person."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from portal.kernel.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    """What Django and allauth ask of a user model's manager."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One person's own account, never shared. What the person may do hangs on employment, not on the account."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return str(self.id)

    def get_full_name(self) -> str:
        return self.name
