"""How allauth behaves here: nobody signs up by themselves, and second-factor secrets are sealed at rest."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from rumahrakyat.lib import crypto


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc] # allauth brings no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False


class SealedSecondFactor(DefaultMFAAdapter):  # type: ignore[misc] # allauth brings no types
    def encrypt(self, text: str) -> str:
        return crypto.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(encrypted_text)
