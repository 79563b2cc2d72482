"""Giving out evidence: bytes that a stranger chose, so a browser gets them as dead matter."""

from academy.web.media_response import MediaResponse
from courses.external.access import Evidence

_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
# A sandbox without rights: no script, no form, no opener, an origin of its own.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class EvidenceResponse(MediaResponse):
    """A picture in the window, a PDF as a download; the type is what the content was judged to be."""

    def __init__(self, evidence: Evidence) -> None:
        way = "attachment" if evidence.media_type == "application/pdf" else "inline"
        name = f"evidence-{evidence.sha256[:12]}.{_ENDINGS[evidence.media_type]}"
        super().__init__(
            evidence.key,
            evidence.media_type,
            cache_control="private, no-store",
            disposition=f'{way}; filename="{name}"',
            more={"content-security-policy": SANDBOX, "x-robots-tag": "noindex"},
        )
