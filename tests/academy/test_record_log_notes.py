"""Signed notes, checkpoints and proofs: what was signed opens again, anything altered does not."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from academy.record_log import proofs, tree
from academy.record_log.notes import Checkpoint, NoteInvalid, Signer, Verifier

SEEDS = st.binary(min_size=32, max_size=32)
ORIGIN = "academy.test/log"
FIRST = "c2sp.org/tlog-proof@v1"


def signer(seed: bytes = b"s" * 32, name: str = ORIGIN) -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(seed))


@given(SEEDS, st.integers(0, 2**40), SEEDS)
def test_a_checkpoint_opens_with_the_printed_key(seed: bytes, size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)
    note = signer(seed).sign(checkpoint.text)
    assert Verifier.read(str(signer(seed).verifier)).checkpoint(note) == checkpoint


@given(st.data())
def test_a_note_with_one_character_changed_does_not_open(data: st.DataObject) -> None:
    note = signer().sign(Checkpoint(ORIGIN, 7, b"r" * 32).text)
    place = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda one: one != note[place]))
    try:
        found = signer().verifier.checkpoint(note[:place] + other + note[place + 1 :])
    except NoteInvalid:
        return
    # Only bits that base 64 throws away, or the line break after the last signature, may differ.
    assert found == Checkpoint(ORIGIN, 7, b"r" * 32)
    assert place >= note.rindex(" ")


def test_the_example_of_the_format_opens() -> None:
    """The note and the key of the documentation of golang.org/x/mod/sumdb/note."""
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    note = f"{text}\n\u2014 PeterNeumann {signature}\n"
    assert Verifier.read(key).open(note) == text


@pytest.mark.parametrize("text", ["", "name", "name+00000000+AQ==", "name+xyz+!!"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        Verifier.read(text)


def test_another_log_with_the_same_key_is_not_this_one() -> None:
    note = signer(name="elsewhere.test/log").sign(Checkpoint(ORIGIN, 1, b"r" * 32).text)
    with pytest.raises(NoteInvalid, match="not signed by academy"):
        signer().verifier.checkpoint(note)


@given(st.integers(1, 200), st.data())
def test_a_proof_as_a_file_shows_its_entry_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = [tree.leaf_hash(b"%d" % number) for number in range(size)]

    def read(level: int, number: int) -> bytes:
        if level == 0:
            return leaves[number]
        return tree.node_hash(read(level - 1, 2 * number), read(level - 1, 2 * number + 1))

    note = signer().sign(Checkpoint(ORIGIN, size, tree.root(size, read)).text)
    made = proofs.Proof(index, tuple(tree.inclusion_proof(index, size, read)), note)
    found = proofs.read(made.text)
    assert found == made
    assert proofs.check(found, b"%d" % index, signer().verifier).size == size
    with pytest.raises(proofs.ProofInvalid, match="not the one"):
        proofs.check(found, b"forged", signer().verifier)


@pytest.mark.parametrize(
    "text", ["", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nindex x\n\n", "hello\n\nnote"]
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(proofs.ProofInvalid):
        proofs.read(text)
