"""The same rules over columns of localities, instead of one locality at a time.

::

    localities ──▶ planes ──▶ tallies ──▶ ranking
    (what is      (each rule  (points and  (totals, verdicts,
    possible)     fires, may)  gates)       order)

A column holds what is possible of one factor for every locality; a *plane* holds one truth value
for every locality as a byte (0 false, 1 unknown, 2 true), so that *and* is the minimum and *or*
the maximum of two columns. Sums are of whole numbers, so that a locality in a column is ranked
exactly as it is by itself.
"""
