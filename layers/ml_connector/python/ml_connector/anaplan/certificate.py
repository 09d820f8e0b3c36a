"""Logging in to Anaplan with a CA certificate: signed random bytes instead of a password.

The only place that needs ``cryptography``, so it is imported by those alone whose settings say ``kind: certificate``.
Source: Anaplan, "Use CA certificate authentication"; the v2 form signs the time along against replays.
"""

import os
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ml_connector.anaplan.auth import CONNECT, AnaplanCredentials, LogIn
from ml_connector.answer import Answer
from ml_connector.errors import BadCredentials
from ml_connector.http import Http

Form = Literal["v1", "v2"]
Unit = Literal["seconds", "milliseconds"]

_LENGTH = 150  # Anaplan asks for at least 100 bytes


def by_certificate(form: Form, unit: Unit, clock: Callable[[], datetime]) -> LogIn:
    """A login with the certificate and the private key of the credentials.

    form     v2 signs the time too; v1 is older and may be refused
    unit     of the time in v2: Anaplan's sample has seconds, some clients send milliseconds
    raises   BadCredentials, from what is returned, when certificate and key cannot work, before anything is sent
    """

    def log_in(http: Http, root: str, credentials: AnaplanCredentials) -> Answer:
        text, key = _checked(credentials, clock())
        stamp = int(clock().timestamp() * (1000 if unit == "milliseconds" else 1))
        head = stamp.to_bytes(8, "big") if form == "v2" else b""
        data = head + os.urandom(_LENGTH - len(head))
        signed = key.sign(data, padding.PKCS1v15(), hashes.SHA512())
        body = {"encodedData": _base64(data), "encodedSignedData": _base64(signed)}
        return http.send(
            "POST",
            f"{root}/token/authenticate",
            headers={"Authorization": f"CACertificate {_base64(text.encode())}"},
            json=body if form == "v1" else {**body, "encodedDataFormat": "v2"},
        )

    return log_in


def _checked(credentials: AnaplanCredentials, now: datetime) -> tuple[str, RSAPrivateKey]:
    text, key = credentials.certificate, _key(credentials)
    try:
        certificate = x509.load_pem_x509_certificate((text or "").encode())
    except ValueError:
        raise BadCredentials(f"The certificate in the Anaplan secret is no PEM text: store it with {CONNECT}") from None
    if now > certificate.not_valid_after_utc:
        raise BadCredentials(
            f"The Anaplan certificate expired on {certificate.not_valid_after_utc:%Y-%m-%d}: have a new one registered "
            f"by a tenant security administrator, and store it with {CONNECT}"
        )
    if now < certificate.not_valid_before_utc:
        raise BadCredentials(
            f"The Anaplan certificate is valid from {certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC and not yet"
        )
    if certificate.public_key() != key.public_key():
        raise BadCredentials(
            f"The private key in the Anaplan secret is not the one of the certificate: store both with {CONNECT}"
        )
    return text or "", key


def _key(credentials: AnaplanCredentials) -> RSAPrivateKey:
    given, phrase = credentials.private_key, credentials.passphrase
    try:
        key = load_pem_private_key(
            given.get_secret_value().encode() if given else b"", phrase.get_secret_value().encode() if phrase else None
        )
    except (TypeError, ValueError, UnsupportedAlgorithm):
        # Outside the handler's chain: the library's errors may quote what they could not read.
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise BadCredentials(
            "The private key in the Anaplan secret cannot be read as an RSA key in PEM, or its passphrase is missing "
            f"or wrong: store it with {CONNECT}"
        )
    return key


def _base64(content: bytes) -> str:
    return b64encode(content).decode()
