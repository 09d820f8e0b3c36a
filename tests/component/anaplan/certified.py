"""Certificates made on the spot; small keys, because large ones take seconds to make."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID


@cache
def key(number: int = 0) -> rsa.RSAPrivateKey:
    """The same one for the same number."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(owner: rsa.RSAPrivateKey, days: tuple[float, float] = (-1, 30)) -> str:
    """PEM, valid from so many days until so many days from now."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "integration")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder(name, name, owner.public_key(), x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .sign(owner, hashes.SHA256())
    )
    return built.public_bytes(Encoding.PEM).decode()


def pem(owner: rsa.RSAPrivateKey, passphrase: str | None = None) -> str:
    """The key itself."""
    locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return owner.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked).decode()
