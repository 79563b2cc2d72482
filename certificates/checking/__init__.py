"""Many certificates at once: numbers from a list, a spreadsheet or a folder of our PDFs, and what each is worth."""
