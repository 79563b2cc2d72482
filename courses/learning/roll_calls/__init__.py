"""Roll calls as the record of learning keeps them; `courses.roll_calls` holds and attests them.

It lies this low because the officer's own pages, hours for a state and the transcript all show it.
"""
