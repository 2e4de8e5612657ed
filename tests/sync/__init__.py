"""Do the calendars keep their promises in the programs people use? Real servers and clients, on this machine alone.

`scenario.yaml` is a list of edits, each with one sentence. After each edit the calendars are written as a build writes
them and served by nginx with the configuration in `deploy/`; then every client fetches them and must hold exactly what
the catalogue says: nothing lost, nothing doubled, nothing an hour off.
`kinds.yaml` is a shorter list, for the calendars by profession, of deadlines and of one course. `soak.py` makes edits
by chance.

What the catalogue says is computed from the YAML in `expected.py`, in its own way, and never by the code under test.
"""
