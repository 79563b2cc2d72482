"""The evidence file: everything on record about an officer's training in one course, or a class's, to be checked by
whoever doubts it.

`record` is what it says, `gathering` reads that from the database, `logged` adds the proofs of the record log, `papers`
prints it, `bundle` makes the ZIP, and `check` is the script inside, which needs only Python.
"""
