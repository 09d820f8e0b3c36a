"""A token that was just got and is used for a few seconds."""

from dataclasses import dataclass

from pydantic import SecretStr


@dataclass(frozen=True)
class FixedToken:
    """Cannot be renewed: if the vendor refuses it, that is the answer."""

    token: SecretStr | None

    def value(self) -> str:
        """The token."""
        return self.token.get_secret_value() if self.token else ""

    def refused(self, token: str) -> str:
        """The same: there is no other one."""
        return token
