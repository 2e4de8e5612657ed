"""Checks, listings and calendars for the knowledge base of the competence network for personalised medicine.

Start reading in `model` (what a course, a session and a person are), then `load` (files to records), `rules` (what is
checked), `select` and `pages` (what the reader sees) and `exports` (what machines read). Nothing here imports MkDocs;
the adapters beside this package do.
"""
