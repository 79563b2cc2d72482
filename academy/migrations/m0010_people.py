"""Supervisors found by person, as every request asks for them; what officers say about records of earlier agencies."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from academy.first_visit.tables import FirstStep
from academy.requests.tables import AccessRequest
from academy.reviews.tables import ReviewLeaver, ReviewRole, ReviewRound
from academy.sites.tables import RefusedVisit, UnitSupervisor
from academy.transfers.tables import RecordConsent


async def forwards() -> None:
    await index("unit_supervisor_person", UnitSupervisor, "person", where="ends_on IS NULL")
    await create_tables(RecordConsent, RefusedVisit, AccessRequest)
    await create_tables(ReviewRound, ReviewLeaver, ReviewRole, FirstStep)
    await unique_index("record_consent_once", RecordConsent, "person", "site")
    await unique_index("access_request_code", AccessRequest, "code")
    await unique_index("access_request_one_waiting", AccessRequest, "site", "email", where="state = 'waiting'")
    await index("access_request_network", AccessRequest, "network", "created_at")
    await unique_index("refused_visit_once", RefusedVisit, "person", "site", "hour")
    await unique_index("review_round_one_open", ReviewRound, "site", where="closed_at IS NULL")
    await unique_index("review_leaver_once", ReviewLeaver, "review_round", "membership")
    await unique_index("review_role_once", ReviewRole, "review_round", "role_grant")
    await unique_index("first_step_once", FirstStep, "person", "site", "step")
    signed = "{row}.signed_name <> ''"
    await freeze_trigger(
        "review_round_signed", ReviewRound, "A signed review is never changed.", when=signed, events=("UPDATE",)
    )
