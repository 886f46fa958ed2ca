"""What rows that keep one sealed address of a person have in common."""

from rumahrakyat.lib import crypto
from rumahrakyat.lib.phone import mask_phone


class SealedAddress:
    """For a model with `sealed_value`: a number, an e-mail address or a chat's id."""

    sealed_value: str

    @property
    def value(self) -> str:
        return crypto.unseal(self.sealed_value)

    @property
    def masked(self) -> str:
        """What may be shown to others: its owner recognises it, nobody else can use it."""
        value = self.value
        if value.startswith("+"):
            return mask_phone(value)
        local, at, domain = value.partition("@")
        return f"{local[:2]}•••@{domain}" if at else f"•••{value[-4:]}"
