"""Reminding people by hand, changing a site's plan and wording, and what people want to get."""
