"""Logging in with a CA certificate: which are registered for whom, and whether a signature is the one of its key.

Source: Anaplan, Use CA certificate authentication (help.anaplan.com, 1493b16d); the v2 form since 2026.
"""

from base64 import b64decode

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.anaplan.users import User, UserDirectory
from infra.local.vendors.common.clock import Clock

_SHORTEST = {"v1": 100, "v2": 8}  # the documented sample of v2 is shorter than the text about v1 asks for


class Certificates:
    """Those that an administrator has registered, by the bytes of the certificate."""

    def __init__(self, users: UserDirectory, clock: Clock, switches: Switches) -> None:
        self._users = users
        self._clock = clock
        self._switches = switches
        self._owners: dict[bytes, str] = {}

    def register(self, email: str, pem: str) -> None:
        """Let a user log in with it; raises ValueError if it is no certificate or there is no such user."""
        if self._users.find(email) is None:
            raise ValueError(f"no user {email}")
        self._owners[_fingerprint(x509.load_pem_x509_certificate(pem.encode()))] = email

    def check(self, pem: str, data: str, signed: str, form: str) -> User | None:
        """The user, if everything fits; raises ValueError for what cannot be read."""
        certificate = x509.load_pem_x509_certificate(pem.encode())
        content = b64decode(data, validate=True)
        owner = self._owners.get(_fingerprint(certificate))
        valid = certificate.not_valid_before_utc <= self._clock.now() <= certificate.not_valid_after_utc
        if owner is None or not valid or not self._is_form_good(content, form):
            return None
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            return None
        try:
            key.verify(b64decode(signed, validate=True), content, padding.PKCS1v15(), hashes.SHA512())
        except InvalidSignature:
            return None
        return self._users.find(owner)

    def _is_form_good(self, content: bytes, form: str) -> bool:
        if form not in _SHORTEST or len(content) < _SHORTEST[form]:
            return False
        if form == "v1":
            return self._switches.certificate_v1
        stamp = int.from_bytes(content[:8], "big")
        seconds = stamp / 1000 if self._switches.certificate_timestamp == "milliseconds" else stamp
        return abs(self._clock.now().timestamp() - seconds) <= self._switches.certificate_skew_seconds


def _fingerprint(certificate: x509.Certificate) -> bytes:
    return certificate.fingerprint(hashes.SHA256())
