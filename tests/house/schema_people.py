"""What the database itself holds about transfers, requests for access, reviews and visits that were refused."""

from datetime import UTC, datetime

from academy.first_visit.tables import FirstStep
from academy.requests.tables import AccessRequest
from academy.reviews.tables import ReviewLeaver, ReviewRole, ReviewRound
from academy.sites.tables import RefusedVisit
from academy.transfers.tables import RecordConsent
from tests.house.schema_rules import Kept, Once

_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

ONCE: dict[str, Once] = {
    "record_consent_once": Once(RecordConsent, ("person", "site")),
    "access_request_code": Once(AccessRequest, ("code",)),
    "access_request_one_waiting": Once(AccessRequest, ("site", "email"), {"state": "waiting"}, {"state": "approved"}),
    "review_round_one_open": Once(ReviewRound, ("site",), free={"closed_at": _NOON}),
    "review_leaver_once": Once(ReviewLeaver, ("review_round", "membership")),
    "review_role_once": Once(ReviewRole, ("review_round", "role_grant")),
    "first_step_once": Once(FirstStep, ("person", "site", "step")),
    "refused_visit_once": Once(RefusedVisit, ("person", "site", "hour")),
}
KEPT: dict[str, Kept] = {
    "review_round_signed": Kept(
        ReviewRound, {"kept": 9}, (ReviewRound, {"signed_name": "Ruth"}), opened={"signed_name": ""}
    ),
}
