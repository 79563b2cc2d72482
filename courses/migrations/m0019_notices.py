"""Letters about training: each site's plan and wording, what was said, runs, and what people want to get."""

from academy.db.schema import create_tables, index, unique_index
from courses.learning.tables import Enrollment
from courses.notices.tables import CalendarKey, NoticeGiven, NoticePlan, NoticeRun, NoticeWording, Unsubscribed


async def forwards() -> None:
    await create_tables(NoticePlan, NoticeWording, NoticeGiven, NoticeRun, Unsubscribed, CalendarKey)
    await unique_index("notice_plan_site", NoticePlan, "site")
    await unique_index("notice_wording_once", NoticeWording, "site", "kind")
    await unique_index("notice_given_once", NoticeGiven, "enrollment", "step", "about_on")
    await unique_index("notice_run_once", NoticeRun, "site", "kind", "slot")
    await unique_index("unsubscribed_once", Unsubscribed, "person", "what")
    await unique_index("calendar_key_person", CalendarKey, "person")
    await unique_index("calendar_key_token", CalendarKey, "token_hash")
    # Asked every minute: what was assigned since the last run.
    await index("enrollment_created", Enrollment, "created_at")
    await index("notice_given_message", NoticeGiven, "message", where="message IS NOT NULL")
