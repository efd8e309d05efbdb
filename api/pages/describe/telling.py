"""What is known of an item, in a few words: for summaries, clashes, and the read-over."""

from collections.abc import Iterator

from api.pages.describe.items import (
    AT_LEAST,
    AT_MOST,
    LISTED,
    NO,
    NONE,
    PARTLY,
    POSSIBLE,
    REMOVED,
    YES,
    Entry,
    Fields,
    entries,
    part,
    text,
)
from api.pages.describe.words import TellingWords
from api.pages.locale import Customs
from engine.text import Language
from engine.vocabulary import Domain, EntityKind, Vocabulary

_BRIEF = 3  # what an entry's summary tells of it


class Teller:
    """Tells what a draft says, in one language."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        self.vocabulary = vocabulary
        self.language = language
        self.words = TellingWords(language)

    def item(self, fields: Fields, item: str) -> str:
        """What stands at any item."""
        domain = self._domain(item)
        if domain is not None:
            return self.value(fields, item, domain)
        typed = text(fields, item)
        if item in self.vocabulary.lists:
            return self.list_state(fields, item)
        if "." in item:
            return self.words.taken_out if typed == REMOVED else self.words.in_list
        if item == "country" and typed:
            return Customs(self.language).country(typed)
        return typed or self.words.unknown

    def value(self, fields: Fields, item: str, domain: Domain) -> str:
        """What is known about something that takes a value of the vocabulary."""
        match domain.type:
            case "number":
                return self._number(fields, item, domain)
            case "several":
                return self._several(fields, item, domain)
        chosen = text(fields, item)
        if not chosen:
            return self.words.unknown
        if chosen == PARTLY and domain.type != "text":
            levels = fields.get(part(item, POSSIBLE), ())
            return self.words.one_of.format(levels=", ".join(self.level(domain, v) for v in levels))
        return self.level(domain, chosen)

    def level(self, domain: Domain, value: str) -> str:
        """A level's name; what is none stands for itself."""
        found = domain.index.get(value)
        return value if found is None else domain.levels[found].name.in_(self.language)

    def list_state(self, fields: Fields, list_name: str) -> str:
        state = text(fields, list_name)
        if state == NONE:
            return self.words.none
        count = sum(not entry.removed for entry in entries(fields, list_name))
        return self.words.listed(count) if state == LISTED else self.words.unknown

    def entry(self, fields: Fields, kind: EntityKind, entry: Entry, number: int) -> str:
        """What an entry is called: its name, else what it is, else its place in the list."""
        for name in ("name", *(a.name for a in kind.attributes.values() if a.required)):
            if name in kind.attributes and text(fields, f"{entry.item}.{name}").strip():
                return self.value(fields, f"{entry.item}.{name}", kind.attributes[name].domain)
        return self._numbered(kind, number)

    def brief(self, fields: Fields, kind: EntityKind, entry: Entry) -> Iterator[str]:
        """The first few things known about an entry, beside what it is called."""
        told = 0
        for attribute in kind.attributes.values():
            said = self.value(fields, f"{entry.item}.{attribute.name}", attribute.domain)
            if attribute.name == "name" or said == self.words.unknown:
                continue
            yield f"{attribute.label.in_(self.language)}: {said}"
            told += 1
            if told == _BRIEF:
                return

    def provenance(self, fields: Fields, item: str) -> str:
        """Where a value comes from, in one line; empty when it is not said."""
        basis = text(fields, part(item, "basis"))
        known = {
            "observed": self.words.observed,
            "proxy": self.words.proxy,
            "expert": self.words.expert,
        }
        supplier = text(fields, part(item, "supplied_by"))
        parts = (
            known.get(basis, basis),
            text(fields, part(item, "source")),
            text(fields, part(item, "as_of")),
            self.supplier(supplier) if supplier else "",
        )
        return " · ".join(said for said in parts if said)

    def supplier(self, kind: str) -> str:
        institution = self.vocabulary.entities.get("institution")
        return (
            kind if institution is None else self.level(institution.attributes["kind"].domain, kind)
        )

    def label(self, item: str) -> str:
        """What an item is called."""
        first, *rest = item.split(".")
        if first == "factors":
            return self.vocabulary.factors[rest[0]].name.in_(self.language)
        if first in self.vocabulary.lists:
            kind = self.vocabulary.lists[first]
            if len(rest) == 2:
                return kind.attributes[rest[1]].label.in_(self.language)
            return kind.question.in_(self.language)
        return str(getattr(self.words, first))

    def placed_label(self, fields: Fields, item: str) -> str:
        """What an item is called and, of one in a list, in which entry: by number and by name."""
        list_name, *rest = item.split(".")
        label = self.label(item)
        if list_name not in self.vocabulary.lists or len(rest) < 2:
            return label
        kind = self.vocabulary.lists[list_name]
        for number, entry in enumerate(entries(fields, list_name), start=1):
            if entry.id == rest[0]:
                numbered = self._numbered(kind, number)
                name = self.entry(fields, kind, entry, number)
                called = numbered if name == numbered else f"{numbered}: {name}"
                return f"{called} · {label}"
        return label

    def _numbered(self, kind: EntityKind, number: int) -> str:
        return f"{kind.name.in_(self.language).capitalize()} {number}"

    def _domain(self, item: str) -> Domain | None:
        first, *rest = item.split(".")
        if first == "factors":
            return self.vocabulary.factors[rest[0]].domain
        if len(rest) == 2:
            return self.vocabulary.lists[first].attributes[rest[1]].domain
        return None

    def _number(self, fields: Fields, item: str, domain: Domain) -> str:
        low, high = text(fields, part(item, AT_LEAST)), text(fields, part(item, AT_MOST))
        unit = f" {domain.unit.in_(self.language)}" if domain.unit else ""
        exact = text(fields, item)
        if exact:
            return f"{exact}{unit}"
        if low and high:
            return self.words.between.format(low=low, high=high) + unit
        if low:
            return self.words.at_least.format(low=low) + unit
        return self.words.at_most.format(high=high) + unit if high else self.words.unknown

    def _several(self, fields: Fields, item: str, domain: Domain) -> str:
        said = {name: text(fields, part(item, name)) for name in domain.values}
        if not any(said.values()):
            return self.words.unknown
        present = [self.level(domain, name) for name, answer in said.items() if answer == YES]
        maybe = [
            self.level(domain, name) for name, answer in said.items() if answer not in (YES, NO)
        ]
        parts = [", ".join(present)] if present else []
        if maybe:
            parts.append(self.words.perhaps.format(values=", ".join(maybe)))
        return "; ".join(parts) or self.words.none_of_them
