"""The desk on which a draft lies: begun, looked at, changed, made a version of a locality."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Engine

from api.pages.describe.answers import Draftbook
from api.pages.describe.changing import Wish, attended, done, opened
from api.pages.describe.items import Fields, entries, item_of, known_fields
from api.pages.describe.merging import merged, only, stale
from api.pages.describe.reading import read, sound
from api.pages.describe.sections import Section, sections
from api.pages.describe.sheet import Sheet
from api.pages.describe.typed import typed
from api.pages.recent import Recent
from api.pages.visitor import Visitor
from api.problems import ConflictError
from api.routes.localities import kept_locality
from api.service import Service, named
from api.store import drafts, localities
from api.store.localities import BusyError, Kept
from api.store.tables import Draft, ProfileVersion
from api.store.writing import Store, together
from engine.advice import advise
from engine.answer import NeededOut
from engine.errors import NotFoundError
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.places import called
from engine.profile import read_profile
from engine.text import Language, Text
from engine.vocabulary import Vocabulary

_DRAFT = Text("draft", "borrador")
_SECTION = Text("part of the description", "parte de la descripción")
_CASE = Text("documented case", "caso documentado")
_LOCALITY = Text("locality", "localidad")


class OvertakenError(Exception):
    """The locality has a version from which the draft did not begin."""

    def __init__(self, version: ProfileVersion) -> None:
        self.version = version
        super().__init__(f"version {version.version} was recorded meanwhile")


@dataclass(frozen=True)
class Sent:
    """What a form sent: what it says, what it had seen, which entry is open, what is wished."""

    here: Fields
    seen: Fields
    open: str | None
    wish: Wish

    def among(self, known: frozenset[str]) -> "Sent":
        """Without fields that no form of ours has."""
        here = {field: said for field, said in self.here.items() if field in known}
        seen = {field: said for field, said in self.seen.items() if field in known}
        return replace(self, here=here, seen=seen)

    def settled(self, draft: Fields) -> "Sent":
        """With a clash settled, if that is what is wished.

        Who keeps what stands here has now seen what stands in the draft; who takes what stands
        there says the same.
        """
        stands = only(draft, [self.wish.about])
        match self.wish.verb:
            case "here":
                return replace(self, seen={**_but(self.seen, self.wish.about), **stands})
            case "there":
                return replace(self, here={**_but(self.here, self.wish.about), **stands})
        return self


def _but(fields: Fields, item: str) -> Fields:
    return {field: said for field, said in fields.items() if item_of(field) != item}


def _without_fresh(
    faults: Mapping[str, Text], fields: Fields, vocabulary: Vocabulary
) -> Mapping[str, Text]:
    """Faults without those of what is just begun: an entry that was added is not wrong yet.

    Who comes back to it later, or asks for the advice, is told.
    """
    begun = {
        entry.item
        for list_name in vocabulary.lists
        for entry in entries(fields, list_name)
        if not any(field.startswith(f"{entry.item}.") for field in fields)
    }
    return {
        item: fault
        for item, fault in faults.items()
        if item not in vocabulary.lists and item.rpartition(".")[0] not in begun
    }


@kept
def _recent(_: Knowledge) -> Recent[tuple[NeededOut, ...]]:
    """Who goes from part to part of a description asks the same again."""
    return Recent(256)


def _needed(
    knowledge: Knowledge, profile: Mapping[str, Any], language: Language
) -> tuple[NeededOut, ...]:
    return tuple(advise(knowledge, profile, language=language, explain="summary").needed)


@dataclass(frozen=True)
class Desk:
    """A visitor's drafts, in the language of the page."""

    service: Service
    visitor: Visitor
    language: Language

    @property
    def database(self) -> Engine:
        return self.service.database

    @property
    def vocabulary(self) -> Vocabulary:
        return self.service.knowledge.vocabulary

    def begin(self) -> Draft:
        """A draft from nothing."""
        return self._add({})

    def begin_from_case(self, slug: str) -> Draft:
        """A draft that says what a documented case says, for a locality of one's own.

        The place and the time are called as the visitor's language calls them. Who comes back to
        the case before changing anything finds the same draft.
        """
        case = named(self.service.knowledge.cases, slug, _CASE)
        return self._begun_from(slug, case.profile)

    def begin_from_profile(self, profile: Mapping[str, Any]) -> Draft:
        """A draft that says what a sound profile says.

        Raises:
            ProfileError: it is none, by the rules in use.
        """
        read_profile(profile, self.vocabulary)
        return self._add(profile)

    def begin_from_locality(self, locality_id: str) -> Draft:
        """A draft that goes on from a locality's current version; the same one if there is one.

        A documented locality stays as the reports describe it: the draft is for one's own.
        """
        kept = self._locality(locality_id)
        if kept.locality.case is not None:
            return self._begun_from(kept.locality.case, kept.profile)
        version = kept.version.version
        found = drafts.of_version(self.database, self.visitor.organisation, locality_id, version)
        return found or self._add(kept.profile, locality_id=locality_id, base_version=version)

    def _begun_from(self, slug: str, profile: Mapping[str, Any]) -> Draft:
        """The draft from a case that is still as it was begun, or a new one."""
        case = self.service.knowledge.cases.get(slug)
        told = profile if case is None else called(case, profile, self.language)
        return drafts.begun(
            self.database,
            self.visitor.organisation,
            typed(told, self.vocabulary),
            case=slug,
            written_by=self.visitor.signature,
        )

    def _add(self, profile: Mapping[str, Any], **about: Any) -> Draft:
        fields = typed(profile, self.vocabulary)
        about["written_by"] = self.visitor.signature
        if "locality_id" in about:
            about["saved_revision"] = 0
        return drafts.add(self.database, self.visitor.organisation, fields, **about)

    def draft(self, draft_id: str) -> Draft:
        """The draft of that name.

        Raises:
            NotFoundError: there is none.
        """
        found = drafts.find(self.database, self.visitor.organisation, draft_id)
        if found is None:
            raise NotFoundError(_DRAFT, draft_id, ())
        return found

    def section(self, slug: str) -> Section:
        return named(sections(self.vocabulary), slug, _SECTION)

    def sheet(self, draft: Draft, section: Section, open_entry: str | None = None) -> Sheet:
        """A draft as it stands, looked at."""
        fields = drafts.fields_of(draft)
        return Sheet(draft.id, self._book(fields), section, open_entry)

    def change(self, draft_id: str, section: Section, sent: Sent) -> Sheet:
        """Keep what was typed, and what a button asks for.

        Raises:
            NotFoundError: there is no such draft.
            ConflictError: others changed it again and again.
        """
        clashes, known = frozenset[str](), frozenset[str]()

        def edit(fields: Fields) -> Fields:
            nonlocal clashes, known
            known = known_fields(self.vocabulary, fields)
            ours = sent.among(known).settled(fields)
            result = merged(fields, ours.seen, ours.here)
            clashes = result.clashes
            return done(sent.wish, result.fields, section.slug, self.vocabulary)

        try:
            draft = drafts.change(self.database, self.visitor.organisation, draft_id, edit)
        except BusyError:
            raise ConflictError from None
        if draft is None:
            raise NotFoundError(_DRAFT, draft_id, ())
        fields = drafts.fields_of(draft)
        book = self._book(fields)
        book = replace(book, faults=_without_fresh(book.faults, fields, self.vocabulary))
        if clashes:
            shown = {field: said for field, said in fields.items() if item_of(field) not in clashes}
            mine = {**shown, **only(sent.here, clashes)}
            book = replace(book, fields=mine, clashes=clashes, there=fields)
        ours = sent.among(known)
        standing = stale(fields, ours.here, ours.seen) if sent.wish.verb == "keep" else clashes
        open_entry = opened(sent.wish, fields, section.slug, sent.open)
        entry = attended(sent.wish, sent.open, open_entry)
        return Sheet(
            draft.id, book, section, open_entry, standing, only(ours.seen, standing), entry
        )

    def needed(self, draft: Draft) -> tuple[NeededOut, ...]:
        """What is worth asking next, most decisive first; what is faulty is unknown meanwhile."""
        profile = sound(drafts.fields_of(draft), self.vocabulary)
        work = partial(
            self.service.evaluate, _needed, self.service.knowledge, profile, self.language
        )
        asked = json.dumps(profile), self.language
        return _recent(self.service.knowledge).get(asked, work)

    def save(self, draft_id: str, onto: int | None) -> str:
        """Make a draft a version of its locality, or a locality of its own; the locality's id.

        What is a version already is not recorded twice, however often it is asked for. ``onto`` is
        a version other than that from which the draft began, which somebody looked at and wants
        followed nevertheless.

        Raises:
            NotFoundError: there is no such draft.
            ProfileError: the profile is refused; all faults together.
            OvertakenError: the locality has a version that was not looked at.
            ConflictError: others recorded versions again and again.
        """
        with together(self.database) as store:
            draft = drafts.held(store, self.visitor.organisation, draft_id)
            if draft is None:
                raise NotFoundError(_DRAFT, draft_id, ())
            if draft.locality_id is not None and draft.saved_revision == draft.revision:
                return draft.locality_id
            profile = read(drafts.fields_of(draft), self.vocabulary).profile
            read_profile(profile, self.vocabulary)
            locality_id, version = self._recorded(store, draft, profile, onto)
            drafts.saved(store, draft, locality_id, version)
        return locality_id

    def _recorded(
        self, store: Store, draft: Draft, profile: Mapping[str, Any], onto: int | None
    ) -> tuple[str, int]:
        who, expected = self.visitor.signature, (draft.base_version, onto)

        def look(current: ProfileVersion) -> None:
            if current.version not in expected:
                raise OvertakenError(current)

        if draft.locality_id is None:
            kept = localities.add(store, self.visitor.organisation, profile, who)
            return kept.locality.id, kept.version.version
        try:
            version = localities.add_version(
                store, self.visitor.organisation, draft.locality_id, profile, who, upon=look
            )
        except BusyError:
            raise ConflictError from None
        if version is None:
            raise NotFoundError(_LOCALITY, draft.locality_id, ())
        return draft.locality_id, version.version

    def discard(self, draft_id: str) -> None:
        drafts.remove(self.database, self.visitor.organisation, draft_id)

    def _locality(self, locality_id: str) -> Kept:
        return kept_locality(self.service, self.visitor.principal, locality_id)

    def _book(self, fields: Fields) -> Draftbook:
        faults = read(fields, self.vocabulary).faults
        return Draftbook(self.vocabulary, self.language, fields, faults)
