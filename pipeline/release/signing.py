"""Signatures over SHA256SUMS, as https://jedisct1.github.io/minisign/ makes and verifies them.

Ed25519 signatures and the comment that is signed depend on nothing but the key and the file, so a signed release is as
reproducible as an unsigned one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.release.errors import ReleaseError
from pipeline.release.files import SIGNATURE, SUMS
from pipeline.release.gate.report import Problem

if TYPE_CHECKING:
    from minisign import PublicKey, SecretKey  # type: ignore[import-untyped]  # annotated, unmarked

# minisign brings a whole library of cryptography, which nobody waits for who signs nothing: functions import it


def secret_key(words: str) -> SecretKey:
    """A minisign secret key without password from the text of its file; ReleaseError where it is none."""
    from minisign import Error, SecretKey

    try:
        key = SecretKey.from_bytes(words.encode())
        if key.is_encrypted():
            raise ReleaseError("secret key", "is locked with a password", "Make one with `minisign -G -W`")
    except (Error, ValueError) as error:
        raise ReleaseError("secret key", f"is no minisign key: {error}", "Pass the text of its file") from error
    return key


def signature_of(sums: bytes, key: SecretKey, comment: str) -> bytes:
    """The content of SHA256SUMS.minisig; `comment` is signed with it and shown by whoever verifies."""
    signature = key.sign(sums, untrusted_comment="signature of a Bridge Power release", trusted_comment=comment)
    return bytes(signature) + b"\n"


def signature_problems(folder: Path, public_key: str | None) -> list[Problem]:
    """Whether SHA256SUMS is signed by the owner of a public key; nothing is asked where no key is given."""
    if public_key is None:
        return []
    from minisign import Error, Signature

    key = _public_key(public_key)
    if not (folder / SIGNATURE).is_file():
        return [Problem(SIGNATURE, "is missing, so nobody vouches for the package")]
    try:
        key.verify((folder / SUMS).read_bytes(), Signature.from_bytes((folder / SIGNATURE).read_bytes()))
    except (Error, ValueError, OSError) as error:
        return [Problem(SIGNATURE, f"is no signature of {SUMS} by that key: {error}")]
    return []


def _public_key(words: str) -> PublicKey:
    from minisign import Error, PublicKey

    try:
        text = words.strip()
        return PublicKey.from_bytes(text.encode()) if "\n" in text else PublicKey.from_base64(text)
    except (Error, ValueError) as error:
        raise ReleaseError("public key", f"is no minisign key: {error}", "Pass its line or its file") from error
