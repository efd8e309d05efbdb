"""Describing a locality: a draft that is kept at every change, until it becomes a profile.

::

    profile ──▶ typed ──▶ draft ──▶ reading ──▶ profile, or faults at their fields
    (of a case,  (as form  (kept at   (what was
    a version)   fields)   a change)  meant)
                              ▲
                              └── merging: two windows on one draft lose nothing
"""
