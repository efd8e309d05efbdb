"""Remanso's engine: from a locality's profile to ranked interventions with reasons.

Start reading at :mod:`engine.advice`, which tells the whole path in one function.
"""

__version__ = "0.1.0"
