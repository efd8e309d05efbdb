"""The pages where an analyst works: rendered here, in the reader's language.

::

    address ──▶ handler ──▶ context ──▶ template ──▶ page
    (language   (asks the    (frozen      (knows only   (works without a script;
     in it)      service)     dataclass)   ``page``)     scripts only add comfort)

How a page is added stands in ``docs/pages.md``.
"""
