"""Checks an evidence file of PSP Academy. Needs Python 3.10 or newer, and nothing else.

    python3 check.py                        checks the folder this script lies in
    python3 check.py evidence.zip           checks a ZIP
    python3 check.py --log-key "NAME+ID+KEY" ...

It looks whether every file is the one that the manifest names and none is missing or added; whether the academy signed
the manifest; whether its record log promised the course version, each attempt, the completion and the certificates,
before anybody could know what for; and whether record.json says what was promised. Without --log-key the log's key in
the file itself is used: compare it with the one the academy publishes. Ends with 0 if all is well, 1 if something was
changed, 2 if it cannot be read.
"""

import base64
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
SIGNED = "manifest.note"
KEY = "record-log.key"
FORMAT = "psp-evidence-2"
PROOF = "c2sp.org/tlog-proof@v1"
WAITS = "has no place in the log yet"
LARGEST = 2_000_000_000
SAT = ("number", "points", "possible", "percent", "passed", "opened_at", "submitted_at")
DONE = ("code", "completed_at", "percent", "contact_minutes", "fingerprint")

Files = Mapping[str, bytes]
Promised = Mapping[str, Any]
Key = tuple[str, bytes, bytes]
Point = tuple[int, int, int, int]


class Unreadable(Exception):
    """The file cannot be checked at all."""


def main(words: list[str]) -> int:
    """Says what was found and gives the exit code."""
    given_key = ""
    if "--log-key" in words:
        place = words.index("--log-key")
        given_key, words = "".join(words[place + 1 : place + 2]), words[:place] + words[place + 2 :]
    try:
        faults, notes = check(read(Path(words[0]) if words else Path(__file__).resolve().parent), given_key)
    except (Unreadable, OSError, zipfile.BadZipFile) as fault:
        print(f"This cannot be checked: {fault}")
        return 2
    for line in [f"note: {one}" for one in notes] + [f"CHANGED: {one}" for one in faults]:
        print(line)
    waits = " What the notes name has no proof yet." if any(WAITS in one for one in notes) else ""
    print("This evidence was changed. Do not rely on it." if faults else f"All is well: nothing was changed.{waits}")
    return 1 if faults else 0


def read(path: Path) -> dict[str, bytes]:
    """The files of a folder or a ZIP, by name."""
    if path.is_dir():
        found = [one for one in sorted(path.rglob("*")) if one.is_file() and "__pycache__" not in one.parts]
        return {one.relative_to(path).as_posix(): one.read_bytes() for one in found if one.suffix != ".zip"}
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len({one.filename for one in entries}) < len(entries):
            raise Unreadable("a name stands twice in the ZIP")
        if sum(one.file_size for one in entries) > LARGEST:
            raise Unreadable("the ZIP is larger than any evidence file")
        return {one.filename: archive.read(one) for one in entries}


def check(files: Files, given_key: str = "") -> tuple[list[str], list[str]]:
    """Faults and notes about the files."""
    manifest = _json(files, MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Unreadable(f"{MANIFEST} is not of the format {FORMAT}")
    try:
        faults = [*manifest_faults(manifest, files), *missing(files)]
    except (KeyError, TypeError, AttributeError) as fault:
        raise Unreadable(f"{MANIFEST} or the list of the class is damaged") from fault
    if faults:
        return faults, []
    own_key = files.get(KEY, b"").decode(errors="replace")
    notes = [] if given_key else [f"the log's key is the one in this file, {own_key.strip()}"]
    promised, broken = _promised(files, log_key(given_key or own_key))
    named: set[str] = set()
    for name in sorted(files):
        if name == "record.json" or name.endswith("/record.json"):
            try:
                record = _json(files, name)
                notes += [f"{name}: {one} {WAITS}" for one in record["not_logged"]]
                broken += [f"{name}: {one}" for one in record_faults(record, promised, files)]
                named |= {one["log"] for one in _logged_parts(record)}
            except (KeyError, TypeError, ValueError, AttributeError) as fault:
                broken.append(f"{name} has another form than the academy gives it ({fault!r})")
    broken += [f"{one} proves nothing of what is in this file" for one in sorted(promised.keys() - named)]
    return broken, [*notes, f"{len(files)} files, {len(promised)} proofs of the record log"]


def _promised(files: Files, key: Key) -> tuple[dict[str, Any], list[str]]:
    """What the log promised, by the names of the proofs, and what is signed or proven wrongly."""
    promised: dict[str, Any] = {}
    broken: list[str] = []
    for name in sorted(files):
        try:
            if name == MANIFEST:
                vouched(files, key)
            elif name.startswith("log/") and name.endswith(".json"):
                promised[name[: -len(".json")]] = proven(files, name, key)
        except (ValueError, KeyError, IndexError, TypeError) as fault:
            broken.append(f"{name}: {fault}")
    return promised, broken


def manifest_faults(manifest: Any, files: Files) -> Iterator[str]:
    """Where files and manifest differ."""
    listed = {one["path"]: one for one in manifest["files"]}
    for name in sorted((listed.keys() | {SIGNED}) - files.keys()):
        yield f"{name} is missing"
    for name in sorted(files.keys() - listed.keys() - {MANIFEST, SIGNED}):
        yield f"{name} was added"
    for name in sorted(listed.keys() & files.keys()):
        found = {"bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
        if found != {said: listed[name][said] for said in found}:
            yield f"{name} is not the file that the manifest names"


def vouched(files: Files, key: Key) -> None:
    """What the log has no entry of rests on the manifest alone. Raises ValueError if the academy did not sign it."""
    if signed_text(files[SIGNED].decode(), key) != f"{FORMAT}\n{hashlib.sha256(files[MANIFEST]).hexdigest()}\n":
        raise ValueError("this is not the manifest that the academy signed")


def missing(files: Files) -> Iterator[str]:
    """What a new manifest may have forgotten: records with their PDFs, of everybody in the list of a class."""
    listed = _json(files, "class.json")["attendees"] if "class.json" in files else [{"folder": ""}]
    wanted = [f"{one['folder']}record.{kind}" for one in listed for kind in ("json", "pdf")]
    yield from (f"{name} is missing" for name in wanted if name not in files)


def record_faults(record: Any, promised: Promised, files: Files) -> Iterator[str]:
    """Where the record says something else than the log promised."""
    taught, done = record["taught"], record["completion"]
    edition = {"fingerprint": taught["fingerprint"], "number": taught["version"]}
    yield from _differs(promised, taught, edition, "the course version")
    for one in record["attempts"]:
        if one["submitted_at"]:
            yield from _differs(promised, one, {name: one[name] for name in SAT}, f"attempt {one['code']}")
            yield from _paper_faults(one, promised, files)
    if done:
        yield from _differs(promised, done, {name: done[name] for name in DONE}, "completion")
        if done["log"] in promised and json.loads(promised[done["log"]]["evidence"]) != done["evidence"]:
            yield "completion: the evidence it was decided on is not what the log promised"
    for one in record["certificates"]:
        if one["sha256"]:
            paper = {"serial": one["number"], "document_sha256": one["sha256"], "issued_at": one["issued_at"]}
            yield from _differs(promised, one, paper, f"certificate {one['number']}")
        if one["file"] and hashlib.sha256(files[one["file"]]).hexdigest() != one["sha256"]:
            yield f"{one['file']} is not the certificate that was issued"
    yield from _unproven(record)
    yield from strangers(record, promised)


def _logged_parts(record: Any) -> list[Any]:
    """What the log keeps of a record: the version, what was sent, the completion, what was issued."""
    parts = [record["taught"], *(one for one in record["attempts"] if one["submitted_at"])]
    return [*parts, *filter(None, [record["completion"]]), *(one for one in record["certificates"] if one["sha256"])]


def _unproven(record: Any) -> Iterator[str]:
    """What has no proof has to be said: as many as have none wait for their place in the log."""
    missing = sum(not one["log"] for one in _logged_parts(record))
    if missing != len(record["not_logged"]):
        yield f"{missing} of its parts have no proof, and {len(record['not_logged'])} are said to wait for theirs"


def strangers(record: Any, promised: Promised) -> Iterator[str]:
    """A proof of somebody else's attempt or completion proves nothing here: all have to be of one enrollment."""
    kept = {one["log"]: promised[one["log"]] for one in _logged_parts(record) if one["log"] in promised}
    enrollments = {one["enrollment"] for one in kept.values() if "enrollment" in one}
    done = kept.get(record["completion"]["log"]) if record["completion"] else None
    papers = {one["completion"] for one in kept.values() if "completion" in one}
    if len(enrollments) > 1 or (papers and done and papers != {done["id"]}):
        yield "its proofs are of different people or courses"
    if done and (version := kept.get(record["taught"]["log"])) and done["version"] != version["id"]:
        yield "its completion is of another course version"


def _differs(promised: Promised, part: Any, wanted: dict[str, Any], what: str) -> Iterator[str]:
    if not part["log"]:
        return
    if part["log"] not in promised:
        yield f"the proof of {what} is missing or does not hold"
        return
    content = promised[part["log"]]
    for name, value in wanted.items():
        if _moment(content.get(name)) != _moment(value):
            yield f"{what}: {name} is {value!r}, but the log promised {content.get(name)!r}"


def _paper_faults(attempt: Any, promised: Promised, files: Files) -> Iterator[str]:
    """The paper in the file must have the questions that were logged, in their order, with their points."""
    if attempt["log"] not in promised:
        return
    paper = json.loads(files[attempt["paper"]])["items"]
    logged = promised[attempt["log"]]["items"]
    if [one["position"] for one in paper] != [one["position"] for one in logged]:
        yield f"{attempt['paper']} has other questions than the log promised"
        return
    for shown, kept in zip(paper, logged, strict=True):
        if (shown["points"] or 0) != (kept["points"] or 0) or not _same_answer(shown, kept):
            yield f"{attempt['paper']}, question {shown['position']}, is not what the log promised"


def _same_answer(shown: Any, kept: Any) -> bool:
    """The time at it and letters chosen can be compared; of answers in another form, only whether there is one."""
    letters = {one for one in (kept.get("chosen") or "").split(",") if one}
    if bool(shown["given_words"]) != bool(letters or kept.get("given")) or shown["spent_s"] != kept.get("spent_s"):
        return False
    return bool(kept.get("given")) or {one["token"] for one in shown["shown"]["options"] if one["is_chosen"]} == letters


def _moment(value: Any) -> Any:
    """Moments are written in two ways, with Z and with +00:00."""
    return value.replace("Z", "+00:00") if isinstance(value, str) else value


def proven(files: Files, name: str, key: Key) -> Any:
    """The content of a logged record whose entry stands in the log. Raises ValueError saying what does not fit."""
    opened = json.loads(files[name])
    entry = json.loads(opened["entry"])
    if hashlib.sha256(bytes.fromhex(opened["salt"]) + opened["content"].encode()).hexdigest() != entry["digest"]:
        raise ValueError("the content is not the one that was logged")
    head, _, note = files[name[: -len(".json")] + ".tlog-proof"].decode().partition("\n\n")
    proof, place, *hashes = head.split("\n")
    if proof != PROOF:
        raise ValueError("this is no proof of a log entry")
    leaf, index, path = b"\0" + opened["entry"].encode(), int(place[len("index ") :]), map(base64.b64decode, hashes)
    size, root = checkpoint(note, key)
    if root_over(hashlib.sha256(leaf).digest(), index, size, list(path)) != root:
        raise ValueError("this entry does not stand in the log")
    return json.loads(opened["content"])


def root_over(leaf: bytes, index: int, size: int, hashes: list[bytes]) -> bytes:
    """The root of the tree (RFC 6962) that an entry at `index` and these hashes lead to."""
    if not 0 <= index < size:
        raise ValueError("the place of the entry lies outside the log")
    node, last = index, size - 1
    found = leaf
    for other in hashes:
        if last == 0:
            raise ValueError("the proof is too long")
        if node % 2 or node == last:
            found = _both(other, found)
            while node and node % 2 == 0:
                node, last = node // 2, last // 2
        else:
            found = _both(found, other)
        node, last = node // 2, last // 2
    if last:
        raise ValueError("the proof is too short")
    return found


def _both(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def log_key(text: str) -> Key:
    """Name, number and key of the log from its printed form, name+number+key."""
    try:
        name, number, encoded = text.strip().split("+", 2)
        typed = base64.b64decode(encoded, validate=True)
    except ValueError as fault:
        raise Unreadable("there is no key of the record log; give it with --log-key") from fault
    if typed[:1] != b"\1" or hashlib.sha256(f"{name}\n".encode() + typed).hexdigest()[:8] != number:
        raise Unreadable("the number in the log's key does not belong to it")
    return name, bytes.fromhex(number), typed[1:]


def checkpoint(note: str, key: Key) -> tuple[int, bytes]:
    """Size and root of the log, from a note that its key signed."""
    origin, *said = signed_text(note, key).split("\n")
    if origin != key[0]:
        raise ValueError("the checkpoint is of another log" if origin else "the checkpoint is not signed by the log")
    return int(said[0]), base64.b64decode(said[1])


def signed_text(note: str, key: Key) -> str:
    """The text of a note that this key signed (C2SP signed-note); nothing if it did not."""
    name, number, public = key
    text, _, signatures = note.rpartition("\n\n")
    start = f"\u2014 {name} "
    for line in signatures.split("\n"):
        signed = base64.b64decode(line[len(start) :]) if line.startswith(start) else b""
        if signed[:4] == number and is_signed(public, f"{text}\n".encode(), signed[4:]):
            return f"{text}\n"
    return ""


# Ed25519 as in RFC 8032, section 6, for checking only: slow and plain.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key signed the message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = _point(public), _point(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if key is None or point is None or factor >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(factor, BASE), _add(point, _times(challenge, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if y >= P or (square == 0 and sign):
        return None
    root = pow(square, (P + 3) // 8, P)
    x = next((one for one in (root, root * SQRT_MINUS_ONE % P) if not (one * one - square) % P), None)
    return P - x if x is not None and x % 2 != sign else x


def _point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _add(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(factor: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while factor:
        found = _add(found, point) if factor & 1 else found
        point, factor = _add(point, point), factor >> 1
    return found


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def _json(files: Files, name: str) -> Any:
    try:
        return json.loads(files[name])
    except (KeyError, ValueError) as fault:
        raise Unreadable(f"{name} is missing or damaged") from fault


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
