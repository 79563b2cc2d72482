"""The audit log page."""

from litestar import get
from litestar.params import FromQuery

from academy.actor import Permission
from academy.audit_log.queries import AuditLog, audit_log
from academy.web.guards import needs
from academy.web.page import Page


@get("/admin/audit", **needs(Permission.SEE_AUDIT))
async def log(action: FromQuery[str] = "", before: FromQuery[int | None] = None) -> Page[AuditLog]:
    """Who changed what and when, newest first."""
    return Page("audit_log/log.html", await audit_log(action.strip(), before))


ROUTES = [log]
