"""Pages about letters: a site's messages, reminding people, plan and wording, and what each person gets."""

from courses.notices.handlers import reminders

ROUTES = [*reminders.ROUTES]
