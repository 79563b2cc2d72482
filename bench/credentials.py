"""What a credential costs: signing it, and the second opinion of another library. `python -m bench.credentials`"""

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from academy.record_log import keys
from certificates.credential import checking, document, issuer, multikey, proof, token
from tests.certificates.certificate_cast import CASTANEDA

BASE = "https://academy.example"
ROUNDS = 20


def main() -> None:
    """Print the CPU milliseconds of each step, the cheapest of several rounds."""
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(figures(Path(folder)), indent=2))


def figures(folder: Path) -> dict[str, float]:
    key = keys.make(folder / "credential.pem")
    did = issuer.did_of(BASE)
    said = document.unsigned(CASTANEDA, _grounds(did))
    at, method = CASTANEDA.issued_at, f"{did}#{multikey.multikey(key.public_key())}"
    content = proof.as_bytes(proof.signed(said, key, method=method, at=at))
    written = token.token(said, key, key_id=method, issued_at=int(at.timestamp()))
    return {
        "sign_ms": _cheapest(lambda: proof.signed(said, key, method=method, at=at)),
        "token_ms": _cheapest(lambda: token.token(said, key, key_id=method, issued_at=0)),
        "second_opinion_ms": _cheapest(
            lambda: checking.require_sound(content, written, key=key.public_key(), issuer=did)
        ),
        "bytes": len(content),
    }


def _grounds(did: str) -> document.Grounds:
    version = document.Resource(f"{BASE}/courses/x/versions/3/manifest.json", "Course version", "sha384-" + "A" * 64)
    attempt = document.Resource(f"{BASE}/attempts/abc", "Final assessment", f"sha256-{'A' * 43}=")
    return document.Grounds(
        issuer=did,
        base_url=BASE,
        course_slug="x",
        criteria="Every lesson completed.",
        completion=f"{BASE}/completions/abc",
        completed_at=datetime(2026, 3, 14, 17, tzinfo=UTC),
        manifest=version,
        attempt=attempt,
        numbers=(("ext:officerNumber", "4711"),),
        salt="ab" * 16,
        status_list=f"{BASE}/status/1",
        status_index=17,
    )


def _cheapest(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        before = time.process_time()
        work()
        spent.append((time.process_time() - before) * 1000)
    return round(min(spent), 2)


if __name__ == "__main__":
    main()
