"""The kit as a folder: for a court, an auditor, or whoever shall check certificates when the academy is gone."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from certificates.credential.status import LIFE
from certificates.offline import kit

README = "README.txt"
_TEXT = """\
{title}

What is in this folder is public. It was written on {day}.

  {root:<20}the root certificate: every signature on a paper leads to it
  {log_key:<20}the public key of the record log
  {keys:<20}every public key that ever signed a credential
  status-N.json       signed lists of what was revoked or replaced, good for {life} days

Before you rely on it, compare the fingerprint of root.pem and the line in record-log.key with what the academy printed
on paper or told you by phone:

  openssl x509 -in root.pem -noout -fingerprint -sha256

Check a certificate, without network and without the academy:

  academy certificate verify --kit THIS-FOLDER certificate.pdf

It ends with 0 when every file is good, with 1 when one is altered, not the academy's, revoked or expired, and with 2
when something could not be decided. The lists end first: for what happened after {day}, get newer ones from the
addresses in them ("id") and put them here. An old list still proves what was revoked when it was signed.

Without that command: "pdfsig" checks the signature of the PDF against root.pem; "pdfdetach -saveall" takes out
credential.json, an Open Badge 3.0 that any verifier reads, and the two files that prove its place in the record log
(C2SP tlog-proof, RFC 6962). docs/checking.md of the academy's software has the steps one by one.
"""


def write(folder: Path, files: Mapping[str, bytes], *, title: str, at: datetime) -> None:
    """Write the parts of a kit and a README; lists of an older kit in the same folder go.

    Raises FileExistsError for a folder that holds anything else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = {README, kit.ROOT, kit.LOG_KEY, kit.KEYS, *(one.name for one in folder.glob(kit.LISTS))}
    known |= {one.name for one in folder.glob(kit.STAMP_ROOTS)}
    if strangers := sorted({one.name for one in folder.iterdir()} - known):
        raise FileExistsError(f"{folder} holds other files ({strangers[0]}). Give a new folder.")
    for old in folder.glob(kit.LISTS):
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    named = {"root": kit.ROOT, "log_key": kit.LOG_KEY, "keys": kit.KEYS}
    (folder / README).write_text(_TEXT.format(title=title, day=f"{at:%Y-%m-%d}", life=LIFE.days, **named))
