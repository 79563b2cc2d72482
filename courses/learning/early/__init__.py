"""What was asked for before its time though no page of ours offered it; `courses.honesty` looks at the counts.

A refused request leaves nothing behind, so what must be remembered of it is written after the refusal, apart from it.
"""
