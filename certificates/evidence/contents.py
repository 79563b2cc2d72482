"""Whether the course in an evidence file is the one whose fingerprint the record log promised.

The script in the file leaves this out: it takes the academy's own reading of course folders.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from courses.content.folder import FolderFaulty, read
from courses.content.model import fingerprint


def content_faults(files: Mapping[str, bytes]) -> Iterator[str]:
    """One sentence for each version whose content is another than its records say."""
    records = [json.loads(files[name]) for name in files if name == "record.json" or name.endswith("/record.json")]
    said = {one["taught"]["content"]: one["taught"]["fingerprint"] for one in records}
    for folder, wanted in sorted(said.items()):
        if _fingerprint(folder, files) != wanted:
            yield f"{folder} is not the course that its fingerprint promises"


def _fingerprint(folder: str, files: Mapping[str, bytes]) -> str:
    with tempfile.TemporaryDirectory() as place:
        for name, content in files.items():
            path = (Path(place) / name).resolve()
            # Names come from a ZIP that somebody sent: nothing may be written elsewhere.
            if name.startswith(f"{folder}/") and path.is_relative_to(Path(place).resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        try:
            return fingerprint(read(Path(place) / folder))
        except (FolderFaulty, OSError):
            return ""
