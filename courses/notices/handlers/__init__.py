"""Pages about letters: a site's messages, reminding people, plan and wording, and what each person gets."""

from courses.notices.handlers import ledger, own, plan, reminders, wording

ROUTES = [*ledger.ROUTES, *plan.ROUTES, *wording.ROUTES, *reminders.ROUTES, *own.ROUTES]
