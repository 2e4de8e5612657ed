"""From partners' calendars and tables to course files: read, compare with what was read before, write what is new.

What comes in is never trusted: it is limited in size, read without ever raising, and cleaned of everything that must
not be published. What a person has written is never overwritten.
"""
