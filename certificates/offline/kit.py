"""What somebody must have from us beforehand to check certificates alone: a folder of small files."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography import x509

from academy.record_log.notes import NoteInvalid, Verifier
from certificates.credential.multikey import from_multikey

ROOT = "root.pem"
STAMP_ROOTS = "stamp-root*.pem"
LOG_KEY = "record-log.key"
KEYS = "did.json"
LISTS = "status-*.json"


class KitUnreadable(ValueError):
    """A file that shall be trusted cannot be used; `str()` says which and why."""


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to trust. What is None or empty is not checked, and the report says so.

    root, stamp_roots: PEM or DER. keys: credential keys (Multikey) by the name of their issuer. lists: signed status
    lists by their address.
    """

    root: bytes | None = None
    stamp_roots: tuple[bytes, ...] = ()
    log: Verifier | None = None
    issuer: str = ""
    keys: frozenset[str] = frozenset()
    lists: Mapping[str, bytes] = {}


class _Method(msgspec.Struct, rename="camel"):
    type: str
    public_key_multibase: str = ""


class _Did(msgspec.Struct, rename="camel"):
    id: str
    verification_method: list[_Method]


class _List(msgspec.Struct):
    id: str


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Where the parts of a kit lie; `log_key` as printed. Empty: not given."""

    root: Path | None = None
    stamp_roots: tuple[Path, ...] = ()
    log_key: str = ""
    keys: Path | None = None
    lists: tuple[Path, ...] = ()


def in_folder(folder: Path) -> Sources:
    """The parts in a folder that `academy certificate kit` wrote. Raises KitUnreadable."""
    if not folder.is_dir():
        raise KitUnreadable(f"{folder} is no folder. Give the one that `academy certificate kit` wrote.")
    log_key = folder / LOG_KEY
    return Sources(
        root=_if_there(folder / ROOT),
        stamp_roots=tuple(sorted(folder.glob(STAMP_ROOTS))),
        log_key=_read(log_key).decode(errors="replace") if log_key.exists() else "",
        keys=_if_there(folder / KEYS),
        lists=tuple(sorted(folder.glob(LISTS))),
    )


def read(sources: Sources) -> Kit:
    """What is in the files. Raises KitUnreadable."""
    issuer, keys = _keys(sources.keys) if sources.keys else ("", frozenset())
    try:
        log = Verifier.read(sources.log_key) if sources.log_key else None
    except NoteInvalid as fault:
        raise KitUnreadable(f"The key of the record log cannot be used: {fault}") from fault
    return Kit(
        root=_certificate(sources.root) if sources.root else None,
        stamp_roots=tuple(_certificate(one) for one in sources.stamp_roots),
        log=log,
        issuer=issuer,
        keys=keys,
        lists=dict(_list(one) for one in sources.lists),
    )


def replaced(given: Sources, arguments: Namespace) -> Sources:
    """A kit's parts with those in their place that the command line names: root, stamp_root, log_key, keys, status."""
    named = {
        "root": arguments.root,
        "stamp_roots": tuple(arguments.stamp_root or ()),
        "log_key": arguments.log_key,
        "keys": arguments.keys,
        "lists": tuple(arguments.status or ()),
    }
    return msgspec.structs.replace(given, **{part: one for part, one in named.items() if one})


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise KitUnreadable(f"{path} cannot be read: {fault.strerror}") from fault


def _certificate(path: Path) -> bytes:
    content = _read(path)
    load = x509.load_pem_x509_certificate if content.startswith(b"-----") else x509.load_der_x509_certificate
    try:
        load(content)
    except ValueError as fault:
        raise KitUnreadable(f"{path} holds no certificate.") from fault
    return content


def _keys(path: Path) -> tuple[str, frozenset[str]]:
    try:
        said = msgspec.json.decode(_read(path), type=_Did)
        keys = [one.public_key_multibase for one in said.verification_method if one.type == "Multikey"]
        for key in keys:
            from_multikey(key)
    except ValueError as fault:
        raise KitUnreadable(f"{path} holds no credential keys: {fault}") from fault
    return said.id, frozenset(keys)


def _list(path: Path) -> tuple[str, bytes]:
    content = _read(path)
    try:
        return msgspec.json.decode(content, type=_List).id, content
    except ValueError as fault:
        raise KitUnreadable(f"{path} is no status list: {fault}") from fault
