"""Supervisors found by person, as every request asks for them; what officers say about records of earlier agencies."""

from academy.db.schema import create_tables, index, unique_index
from academy.requests.tables import AccessRequest
from academy.sites.tables import RefusedVisit, UnitSupervisor
from academy.transfers.tables import RecordConsent


async def forwards() -> None:
    await index("unit_supervisor_person", UnitSupervisor, "person", where="ends_on IS NULL")
    await create_tables(RecordConsent, RefusedVisit, AccessRequest)
    await unique_index("record_consent_once", RecordConsent, "person", "site")
    await unique_index("access_request_code", AccessRequest, "code")
    await unique_index("access_request_one_waiting", AccessRequest, "site", "email", where="state = 'waiting'")
    await index("access_request_network", AccessRequest, "network", "created_at")
    await unique_index("refused_visit_once", RefusedVisit, "person", "site", "hour")
