"""Pure arithmetic under the rooms: numbers and plain records in, numbers and plain records out.

No Django, no database, no clock, nothing of newretail above it, so that each package may be used by itself. Beside each fast function
stands a slow, obvious one (`reference.py`), and a test that they agree.
"""
