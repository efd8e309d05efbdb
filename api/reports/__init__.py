"""The report that leaves the room: one answer as PDF, HTML and Markdown, in either language.

::

    answer ──▶ document ──▶ pdf, html, markdown
    (numbers,  (sections, blocks and words, with every number
     claims)    and every claim marked as such)

The document is made once (:mod:`~api.reports.composing`) and only set in type afterwards, so that
no form can say what another does not.
"""
