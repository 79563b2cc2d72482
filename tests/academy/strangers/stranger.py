"""An auditor that knows the log's address and printed key: notes by `cryptography`, the tree by pymerkle."""

import base64
from collections.abc import Awaitable, Callable
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree

Get = Callable[[str], Awaitable[bytes]]
"""Reads what stands at an address below the log's."""


async def verified_size(get: Get, key: str) -> int:
    """How many entries the log proves to have. Raises AssertionError, naming what is wrong."""
    size, root = signed((await get("checkpoint")).decode(), key)
    entries: list[bytes] = []
    for start in range(0, size, 256):
        entries += split(await get(f"tile/entries/{place(start // 256, min(256, size - start))}"))
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(entries)
    assert (tree.get_size(), tree.get_root()) == (size, root), "entries"
    width, level = size, 0
    while width:
        for start in range(0, width, 256):
            count = min(256, width - start)
            hashes = await get(f"tile/{level}/{place(start // 256, count)}")
            wanted = [subtree(entries, level, number) for number in range(start, start + count)]
            assert hashes == b"".join(wanted), f"tile {level}/{start // 256}"
        width, level = width // 256, level + 1
    return size


def signed(note: str, key: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint that this key signed."""
    name, number, encoded = key.split("+", 2)
    typed = base64.b64decode(encoded)
    text, _, signature = note.partition("\n\n")
    dash, signer, packed = signature.rstrip("\n").split(" ")
    raw = base64.b64decode(packed)
    origin, size, root = f"{text}\n".split("\n")[:3]
    assert (dash, signer, origin, raw[:4].hex()) == ("—", name, name, number), "checkpoint"
    assert sha256(f"{name}\n".encode() + typed).digest()[:4] == raw[:4], "key"
    try:
        Ed25519PublicKey.from_public_bytes(typed[1:]).verify(raw[4:], f"{text}\n".encode())
    except InvalidSignature:
        raise AssertionError("checkpoint") from None
    return int(size), base64.b64decode(root)


def place(number: int, width: int) -> str:
    """As C2SP tlog-tiles writes a tile's number; logs of tests have fewer than 1000 tiles."""
    return f"{number:03}" + ("" if width == 256 else f".p/{width}")


def split(bundle: bytes) -> list[bytes]:
    found = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        found.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    return found


def subtree(entries: list[bytes], level: int, number: int) -> bytes:
    """The hash over a whole subtree below a tile of this level."""
    if level == 0:
        return sha256(b"\x00" + entries[number]).digest()
    width = 256**level
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(entries[number * width : (number + 1) * width])
    return bytes(tree.get_root())
