"""Training that an officer took elsewhere, as the record of learning keeps it; `courses.external` enters it.

It lies this low because the officer's own pages, hours for a state and the transcript all show it.
"""
