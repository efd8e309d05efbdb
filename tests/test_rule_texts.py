"""What holds of the texts of every rule, whatever it says."""

import re

from engine.consistency import texts_of
from engine.knowledge.model import Knowledge

# Places so large that a rule may rightly be about them.
REGIONS = {
    "world",
    "Latin America",
    "Latin America and the Caribbean",
    "Central America",
    "Caribbean",
    "Andes",
    "Andean countries",
    "Europe",
    "European ports",
    "United States",
    "Central American cities",
}


def test_no_rule_names_a_place(knowledge: Knowledge) -> None:
    """A rule follows from claims and holds anywhere: its title, reason and warning name no place.

    Its limits may say where the evidence comes from.
    """
    places = sorted(set(knowledge.places) - REGIONS, key=len, reverse=True)
    named = re.compile(r"\b(" + "|".join(map(re.escape, places)) + r")\b")

    found = [
        (rule.id, name, match[0])
        for rule in knowledge.active
        for name, text in texts_of(rule)
        if name != "limits"
        for words in (text.en, text.es)
        if (match := named.search(words))
    ]

    assert found == []


def test_every_rule_speaks_both_languages_apart(knowledge: Knowledge) -> None:
    """No text was left in the other language."""
    same = [
        (rule.id, name)
        for rule in knowledge.active
        for name, text in texts_of(rule)
        if text.en == text.es and " " in text.en
    ]

    assert same == []
