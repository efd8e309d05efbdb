"""Verdicts by their shape, for eyes, screens and pages that tell no colours apart."""

from collections.abc import Mapping

from engine.ranking import Verdict

MARKS: Mapping[Verdict, str] = {
    "strong_for": "▲▲",
    "conditional_for": "▲",
    "held_back": "■",
    "insufficient_information": "?",
    "conditional_against": "▼",
    "strong_against": "▼▼",
}
