"""A locality's profile as given, read against the vocabulary: typed, sourced, partly known.

A value may be given plain (``inmate_run``), with its provenance (``{value, basis, source, as_of,
supplied_by}``), as partial knowledge (``{possible: [a, b]}`` or ``{possible: {at_least: 20,
at_most: 40}}``), or not at all. Not given is unknown, and unknown is not the lowest level.
``supplied_by`` names the kind of institution whose word it is.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from engine.errors import Fault, ProfileError, nearest
from engine.json_reading import BAD_TEXT, can_be_kept
from engine.possible import Interval, Levels, Possible, Several, Words
from engine.text import Text
from engine.vocabulary import Attribute, Domain, EntityKind, Vocabulary

Basis = Literal["observed", "proxy", "expert"]
BASES: tuple[str, ...] = get_args(Basis)

MAXIMUM_TEXT = 2_000
MAXIMUM_ENTITIES = 200  # per list: rules that join two groups look at every pair
MAXIMUM_NEAREST = 100  # faults that name the nearest: looking it up in a flood would take minutes
PROVENANCE = ("basis", "source", "as_of", "supplied_by")
INSTITUTION = "institution"  # the kind of entity whose own kinds may supply a value

# Where to find names that are too many to be listed in a fault, on the command line or by REST.
_NOWHERE = Text.same("")
_FACTORS = Text(
    "; see `remanso factors` or GET /v1/factors", "; véase `remanso factors` o GET /v1/factors"
)


@dataclass(frozen=True, slots=True)
class Value:
    """What is possible about a factor, and where that comes from."""

    possible: Possible
    basis: str | None = None
    source: str | None = None
    as_of: str | None = None
    supplied_by: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One entry of an entity list; attributes that were not given are unknown.

    ``suppliers`` names the kind of institution behind each attribute that says who supplied it.
    """

    kind: str
    values: Mapping[str, Possible]
    suppliers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """A locality as the caller described it. Lists that were not given are absent, not empty."""

    name: str | None = None
    country: str | None = None
    as_of: str | None = None
    factors: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)


class ProfileReader:
    """Reads one profile and collects every fault with the field it stands in."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.suppliers = suppliers(vocabulary)
        self.faults: list[Fault] = []

    def read(self, raw: Any) -> Profile:
        """The profile.

        Raises:
            ProfileError: naming every field that is wrong, its value, and what is allowed.
        """
        profile = self._profile(raw)
        if self.faults:
            raise ProfileError(self.faults)
        return profile

    def _profile(self, raw: Any) -> Profile:
        if not isinstance(raw, Mapping):
            self._fault("", Text("a profile is a mapping", "un perfil es un mapa"))
            return Profile()
        lists = self.vocabulary.lists
        fields = ("name", "country", "as_of", "factors", *lists)
        for key in raw:
            if key not in fields:
                self._unknown(str(key), Text("field", "campo"), key, fields)
        return Profile(
            name=self.label(raw, "name"),
            country=self.country(raw),
            as_of=self.label(raw, "as_of"),
            factors=self._factors(raw.get("factors")),
            lists={
                kind.kind: self._entities(kind, raw[name])
                for name, kind in lists.items()
                if raw.get(name) is not None
            },
        )

    def _factors(self, raw: Any) -> Mapping[str, Value]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self._fault("factors", Text("factors are a mapping", "los factores son un mapa"))
            return {}
        values: dict[str, Value] = {}
        for slug, given in raw.items():
            where = f"factors.{slug}"
            factor = self.vocabulary.factors.get(slug)
            if factor is None:
                kind = Text("factor", "factor")
                self._unknown(where, kind, slug, self.vocabulary.factors, see=_FACTORS)
            elif given is not None:
                value = self.value(factor.domain, given, where)
                if value is not None:
                    values[slug] = value
        # In the vocabulary's order, so that the order of a profile's keys never matters.
        return {slug: values[slug] for slug in self.vocabulary.factors if slug in values}

    def value(self, domain: Domain, given: Any, where: str) -> Value | None:
        """One value with its provenance; None when it is faulty (the fault is recorded)."""
        if not isinstance(given, Mapping):
            possible = self._plain(domain, given, where)
            return None if possible is None else Value(possible)
        allowed = ("value", "possible", *PROVENANCE)
        if not self._known_keys(given, allowed, where):
            return None
        possible = self._possible(domain, given, where)
        provenance = self.provenance(given, where)
        if possible is None or provenance is None:
            return None
        return Value(possible, **provenance)

    def provenance(self, given: Mapping[str, Any], where: str) -> dict[str, str | None] | None:
        """Where a value comes from; None when its supplier is not known (the fault is recorded)."""
        basis = given.get("basis")
        if basis is not None and basis not in BASES:
            self._unknown(f"{where}.basis", Text("basis", "base"), basis, BASES)
        supplier = given.get("supplied_by")
        if supplier is not None and supplier not in self.suppliers:
            kind = Text("kind of institution", "tipo de institución")
            self._unknown(f"{where}.supplied_by", kind, supplier, self.suppliers)
            return None
        return {name: self.label(given, name, where) for name in PROVENANCE}

    def _possible(self, domain: Domain, given: Mapping[str, Any], where: str) -> Possible | None:
        value, possible = given.get("value"), given.get("possible")
        if domain.type == "several" and possible is not None:
            surely = self._mask(domain, value or [], f"{where}.value")
            maybe = self._mask(domain, possible, f"{where}.possible")
            if surely is None or maybe is None:
                return None
            return Several(surely, surely | maybe)
        if (value is None) == (possible is None):
            self._fault(
                where,
                Text("give either 'value' or 'possible'", "indique «value» o «possible», uno solo"),
            )
            return None
        if value is not None:
            return self._plain(domain, value, f"{where}.value")
        return self._partial(domain, possible, f"{where}.possible")

    def _plain(self, domain: Domain, given: Any, where: str) -> Possible | None:
        match domain.type:
            case "number":
                number = self._number(domain, given, where)
                return None if number is None else Interval(number, number)
            case "several":
                mask = self._mask(domain, given, where)
                return None if mask is None else Several(mask, mask)
            case "text":
                text = self._text(given, where)
                return None if text is None else Words(text)
            case _:
                index = self._level(domain, given, where)
                return None if index is None else Levels(1 << index)

    def _partial(self, domain: Domain, given: Any, where: str) -> Possible | None:
        if isinstance(given, Mapping) and domain.type in ("ordinal", "number"):
            return self._bounds(domain, given, where)
        if domain.type in ("number", "text"):
            what = Text(
                "partial knowledge of a number is {at_least, at_most}",
                "el conocimiento parcial de un número es {at_least, at_most}",
            )
            self._fault(where, what)
            return None
        mask = self._mask(domain, given, where)
        if mask == 0:
            self._fault(where, Text("nothing is left possible", "no queda nada posible"))
            return None
        return None if mask is None else Levels(mask)

    def _bounds(self, domain: Domain, given: Mapping[str, Any], where: str) -> Possible | None:
        allowed = ("at_least", "at_most")
        if not given:
            what = Text(
                "give 'at_least', 'at_most' or both", "indique «at_least», «at_most» o ambos"
            )
            self._fault(where, what)
        if not given or not self._known_keys(given, allowed, where):
            return None
        read = self._number if domain.type == "number" else self._level
        ends: list[Any] = []
        for name, fallback in zip(allowed, self._ends(domain), strict=True):
            raw = given.get(name)
            ends.append(fallback if raw is None else read(domain, raw, f"{where}.{name}"))
        low, high = ends
        if low is None or high is None:
            return None
        if low > high:
            self._fault(where, Text("nothing is left possible", "no queda nada posible"))
            return None
        if domain.type == "number":
            return Interval(low, high)
        return Levels(((2 << high) - 1) & ~((1 << low) - 1))

    @staticmethod
    def _ends(domain: Domain) -> tuple[float, float]:
        if domain.type == "number":
            return domain.minimum, domain.maximum
        return 0, len(domain.levels) - 1

    def _level(self, domain: Domain, given: Any, where: str) -> int | None:
        if domain.type == "boolean":
            if isinstance(given, bool):
                return int(given)
            self._unknown(where, Text("value", "valor"), given, ("true", "false"))
            return None
        if isinstance(given, str) and given in domain.index:
            return domain.index[given]
        self._unknown(where, Text("value", "valor"), given, domain.values)
        return None

    def _mask(self, domain: Domain, given: Any, where: str) -> int | None:
        if not isinstance(given, list | tuple):
            if domain.type == "several" and isinstance(given, str):
                given = [given]
            else:
                self._fault(
                    where,
                    Text("give a list of values", "indique una lista de valores"),
                    domain.values,
                )
                return None
        indices = [self._item(domain, item, f"{where}.{i}") for i, item in enumerate(given)]
        mask = 0
        for index in indices:
            if index is None:
                return None
            mask |= 1 << index
        return mask

    def _item(self, domain: Domain, given: Any, where: str) -> int | None:
        if domain.type != "several":
            return self._level(domain, given, where)
        if isinstance(given, str) and given in domain.index:
            return domain.index[given]
        self._unknown(where, Text("value", "valor"), given, domain.values)
        return None

    def _number(self, domain: Domain, given: Any, where: str) -> float | None:
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        if is_number and domain.minimum <= given <= domain.maximum and math.isfinite(given):
            return float(given)
        span = {"low": grouped(domain.minimum), "high": grouped(domain.maximum)}
        if is_number and abs(given) < math.inf:
            shown = grouped(given) if abs(given) < _WRITTEN_OUT else _shown(given)
            self._fault(where, _NOT_ALLOWED.filled(given=shown, **span))
        else:
            self._fault(where, _NO_NUMBER.filled(given=_shown(given), **span))
        return None

    def _entities(self, kind: EntityKind, raw: Any) -> tuple[Entity, ...]:
        name = kind.list_name
        if not isinstance(raw, list | tuple):
            self._fault(name, Text("give a list", "indique una lista"))
            return ()
        if len(raw) > MAXIMUM_ENTITIES:
            limit = MAXIMUM_ENTITIES
            self._fault(name, Text(f"more than {limit} entries", f"más de {limit} entradas"))
            return ()
        entities = [self._entity(kind, item, f"{name}.{i}") for i, item in enumerate(raw)]
        return tuple(entity for entity in entities if entity is not None)

    def _entity(self, kind: EntityKind, raw: Any, where: str) -> Entity | None:
        if not isinstance(raw, Mapping):
            self._fault(where, Text("give a mapping", "indique un mapa"))
            return None
        aliases = {item.codebook: name for name, item in kind.attributes.items() if item.codebook}
        values: dict[str, Possible] = {}
        said_by: dict[str, str] = {}
        for key, given in raw.items():
            name = str(key if key in kind.attributes else aliases.get(key, key))
            if not self._known_key(name, kind.attributes, f"{where}.{key}") or given is None:
                continue
            if name in values:
                what = Text(f"'{name}' is given twice", f"«{name}» se da dos veces")
                self._fault(f"{where}.{key}", what)
                continue
            value = self.value(kind.attributes[name].domain, given, f"{where}.{key}")
            if value is not None:
                values[name] = value.possible
                if value.supplied_by is not None:
                    said_by[name] = value.supplied_by
        self._require(kind.attributes.values(), values, where)
        return Entity(kind.kind, values, said_by)

    def _require(
        self, attributes: Iterable[Attribute], values: Mapping[str, Possible], where: str
    ) -> None:
        """Fault what is required and missing; what an entity is may not be left open either."""
        for attribute in attributes:
            name, given = attribute.name, values.get(attribute.name)
            if not attribute.required:
                continue
            if given is None:
                what = Text(f"'{name}' is required", f"«{name}» es obligatorio")
                self._fault(f"{where}.{name}", what)
            elif isinstance(given, Levels) and given.mask.bit_count() > 1:
                what = Text(
                    f"'{name}' is required: give one value",
                    f"«{name}» es obligatorio: indique un solo valor",
                )
                self._fault(f"{where}.{name}", what, attribute.domain.values)

    def country(self, raw: Mapping[str, Any]) -> str | None:
        """The two-letter code under ``country``; None when there is none, or a faulty one."""
        country = self.label(raw, "country")
        if country is not None and not (
            len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()
        ):
            self._fault(
                "country",
                Text(
                    f"{_shown(country)} is not a two-letter country code such as EC",
                    f"{_shown(country)} no es un código de país de dos letras, como EC",
                ),
            )
            return None
        return country

    def label(self, raw: Mapping[str, Any], name: str, where: str = "") -> str | None:
        """A short text under a name; None when there is none, or a faulty one."""
        given = raw.get(name)
        if given is None:
            return None
        if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 10**12:
            given = str(given)  # a year is as good as its digits
        return self._text(given, f"{where}.{name}" if where else name)

    def _text(self, given: Any, where: str) -> str | None:
        if isinstance(given, str) and len(given) <= MAXIMUM_TEXT:
            if can_be_kept(given):
                return given
            self._fault(where, BAD_TEXT)
            return None
        self._fault(
            where,
            Text(
                f"give a text of at most {MAXIMUM_TEXT} characters",
                f"indique un texto de a lo sumo {MAXIMUM_TEXT} caracteres",
            ),
        )
        return None

    def _known_keys(self, given: Iterable[Any], allowed: Iterable[str], where: str) -> bool:
        known = [self._known_key(key, allowed, f"{where}.{key}") for key in given]
        return all(known)  # only now, so that every unknown key is reported

    def _known_key(self, key: Any, allowed: Iterable[str], where: str) -> bool:
        if key in allowed:
            return True
        self._unknown(where, Text("field", "campo"), key, allowed)
        return False

    def _unknown(
        self, where: str, kind: Text, given: Any, allowed: Iterable[str], see: Text = _NOWHERE
    ) -> None:
        words = tuple(allowed)
        what = Text("unknown {kind} {given}{see}", "no se conoce: {kind} {given}{see}")
        looked = len(self.faults) < MAXIMUM_NEAREST and isinstance(given, str)
        near = nearest(given, words) if looked else None
        self._fault(
            where,
            what.filled(kind=kind, given=_shown(given), see=see),
            words if len(words) <= 40 else (),
            near,
        )

    def _fault(
        self, where: str, what: Text, allowed: Iterable[str] = (), near: str | None = None
    ) -> None:
        self.faults.append(Fault(where or "profile", what, tuple(allowed), near))


_NOT_ALLOWED = Text(
    "{given} is out of range: give a number from {low} to {high}",
    "{given} está fuera del intervalo: indique un número de {low} a {high}",
)
_NO_NUMBER = Text(
    "{given} is not a number; give one from {low} to {high}",
    "{given} no es un número; indique uno de {low} a {high}",
)


_WRITTEN_OUT = 1e15  # digits of larger numbers are not exact


def grouped(number: float) -> Text:
    """A number as each language writes it in a sentence; one of five digits or more in groups."""
    english = f"{number:,.15g}" if abs(number) >= 10_000 else f"{number:.15g}"
    spanish = english.translate({ord(","): "\N{NO-BREAK SPACE}", ord("."): ","})
    return Text(english, spanish)


def _shown(given: Any) -> str:
    """A short, safe picture of a faulty value."""
    try:
        text = repr(given).encode("utf-8", "backslashreplace").decode("utf-8")
    except (ValueError, RecursionError):  # a number too long, or a nest too deep, to be written
        text = type(given).__name__
    return text if len(text) <= 80 else text[:77] + "..."


def suppliers(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The kinds of institution that may have supplied a value."""
    institution = vocabulary.entities.get(INSTITUTION)
    return institution.attributes["kind"].domain.values if institution else ()


def read_profile(raw: Any, vocabulary: Vocabulary) -> Profile:
    """Read a profile; see :class:`ProfileReader`."""
    return ProfileReader(vocabulary).read(raw)


def as_understood(profile: Profile, vocabulary: Vocabulary) -> dict[str, Any]:
    """The profile in its plainest form: what was known, partly known, and from where."""
    factors = {
        slug: _with_provenance(value, plain_value(vocabulary.factors[slug].domain, value.possible))
        for slug, value in profile.factors.items()
    }
    understood: dict[str, Any] = {
        "name": profile.name,
        "country": profile.country,
        "as_of": profile.as_of,
        "factors": factors,
    }
    for list_name, kind in vocabulary.lists.items():
        if kind.kind in profile.lists:
            understood[list_name] = [
                {
                    name: _with_provenance(
                        Value(entity.values[name], supplied_by=entity.suppliers.get(name)),
                        plain_value(kind.attributes[name].domain, entity.values[name]),
                    )
                    for name in kind.attributes
                    if name in entity.values
                }
                for entity in profile.lists[kind.kind]
            ]
    return understood


def _with_provenance(value: Value, given: Any) -> Any:
    provenance = {
        name: getattr(value, name) for name in PROVENANCE if getattr(value, name) is not None
    }
    if not provenance:
        return given
    known = given if isinstance(given, dict) else {"value": given}
    return {**known, **provenance}


def plain_value(domain: Domain, possible: Possible) -> Any:
    """A possible value in the form in which a profile gives it."""
    plain: Callable[[str], Any] = (
        (lambda value: value == "true") if domain.type == "boolean" else (lambda value: value)
    )
    match possible:
        case Levels(mask):
            values = [plain(level.value) for level in domain.named(mask)]
            return values[0] if len(values) == 1 else {"possible": values}
        case Interval(low, high):
            return low if low == high else {"possible": {"at_least": low, "at_most": high}}
        case Several(surely, possibly):
            present = [level.value for level in domain.named(surely)]
            maybe = [level.value for level in domain.named(possibly & ~surely)]
            return {"value": present, "possible": maybe} if maybe else present
        case Words(text):
            return text
