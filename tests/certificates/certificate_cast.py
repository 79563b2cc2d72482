"""One officer's certificate, the starting point of the document's tests."""

from datetime import UTC, date, datetime

from certificates.document import Backing, CertificateFacts

CASTANEDA = CertificateFacts(
    holder_name="Maria Elena Castañeda-Okonkwo",
    rank_and_agency="Sergeant · Metropolitan Police Department",
    course_title="Tracing and NIBIN: What a Crime Gun Can Tell",
    course_code="tracing-and-nibin",
    version="3",
    minutes=95,
    categories=("Crime guns",),
    completed_on=date(2026, 3, 14),
    issued_at=datetime(2026, 3, 14, 17, 5, tzinfo=UTC),
    provider="PSP Academy",
    signatory_name="Eleanor M. Whitfield",
    signatory_title="Director of Training, PSP Academy",
    serial="V799-BEW8-9T9A-W0P0-7Q",
    verify_url="https://academy.example/V/V799-BEW8-9T9A-W0P0-7Q",
    site_name="Baltimore, Maryland",
)

BACKING = Backing(
    credential='{"name":"Castañeda"}'.encode(),
    log_entry=b'{"content":"{}","entry":"{}","salt":"00"}',
    log_proof=b"c2sp.org/tlog-proof@v1\nindex 1000\n",
    log_place=1000,
)
"""What stands behind it; the printer does not look inside."""
