"""Papers: HTML becomes a PDF that archives keep and screen readers read, in a process of its own.

`press` prints, `process` keeps the process, `house` is the look of the academy's plain papers (plans, sheets). What is
engraved (certificates) brings its own design and prints on the same press.
"""
