"""Small random knowledge bases and random localities, to hold the evaluators to each other.

A knowledge base is drawn as the files it would be read from and then read by the ordinary reader,
so that whatever a rule author may write can be drawn, and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from hypothesis import strategies as st

from engine.knowledge.documents import Document, content_hash
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble
from engine.vocabulary import Attribute, Domain, Vocabulary

Draw = Callable[[st.SearchStrategy[Any]], Any]
Raw = dict[str, Any]

# Names that a careless encoder would break: quotes, braces, scripts, directions, control
# characters, look-alikes of numbers, of levels and of the engine's own words.
AWKWARD = (
    "A",
    "a",
    "",
    " ",
    'L\'Anse "del" río',
    "Los ñeros 🐍",
    "عصابة",
    "\u202eabc\u200f",
    "line\nbreak\ttab\r",
    "nul\0inside",
    "{'a': [1]}",
    "\\",
    "\\u0041",
    "é",
    "e\u0301",
    "1.0",
    "true",
    "null",
    "$g.name",
    "v0",
    "police",
    "名前",
)

SCALES: Raw = {
    "dated": "2026-01-01",
    "strengths": {"weak": 0.4, "moderate": 0.8, "strong": 1.4, "decisive": 2.2},
    "evidence": {
        "systematic_review": {"grade": "moderate", "strength": "decisive"},
        "expert_judgement": {"grade": "very_low", "strength": "moderate"},
    },
    "certainty": {"very_low": 0.0, "low": 0.4, "moderate": 1.0, "high": 1.6},
    "time_to_effect": {
        "weeks": 0.8,
        "months": 0.5,
        "years": 0.0,
        "decades": -0.8,
        "not_stated": 0.0,
    },
    "weights": {"problem": 0.5, "desirable_effects": 0.3, "feasibility": 0.2},
    "spread": 2.0,
    "verdicts": {"strong_for_score": 0.75, "strong_for_certainty": "low"},
}
CRITERIA = ("problem", "desirable_effects", "undesirable_effects", "feasibility", "acceptability")
STANCES = ("recommended", "conditional", "harmful")
TERRITORIES = ("municipal", "national", "foreign")
INSTITUTIONS = ("police", "courts", "church")
KINDS = ("reason", "gate", "contraindication", "safeguard", "sequence", "caveat")


def both(word: str) -> Raw:
    return {"en": word, "es": f"{word} (es)"}


def document(path: str, data: Any) -> Document:
    return Document(path, data, {}, content_hash(data))


def levels(count: int, prefix: str = "v") -> list[Raw]:
    return [{"value": f"{prefix}{k}", "name": both(f"level {k}")} for k in range(count)]


# --- vocabulary --------------------------------------------------------------------------------


def vocabulary_files(draw: Draw) -> list[Document]:
    """Factors of every type, some derived from lists, and two kinds of entities."""
    size = st.integers(2, 4)
    factors: list[Raw] = [
        {"slug": "grade", "type": "ordinal", "levels": levels(draw(size))},
        {"slug": "reach", "type": "ordinal", "levels": levels(4)},
        {"slug": "sort", "type": "categorical", "values": levels(3)},
        {"slug": "armed", "type": "boolean"},
        {"slug": "open", "type": "boolean"},
        {"slug": "rate", "type": "number", "minimum": 0.0, "maximum": 1e9, "unit": both("unit")},
        {"slug": "parts", "type": "several", "values": levels(draw(size))},
    ]
    derived = [
        {"slug": "worst", "type": "ordinal", "levels": levels(3)},
        {"slug": "groups_known", "type": "number", "maximum": 10_000.0, "unit": both("groups")},
        {"slug": "duties", "type": "several", "values": levels(3)},
    ]
    ways = [
        draw(st.sampled_from([{"worst": "body.rank"}, {"worst": "body.rank", "of": "police"}])),
        {"count": "group"},
        draw(st.sampled_from([{"union": "group.roles"}, {"union": "group.sort"}])),
    ]
    for factor, way in zip(derived, ways, strict=True):
        factors.append({**factor, "derive": way})
    for factor in factors:
        factor.update(name=both(factor["slug"]), question=both(f"{factor['slug']}?"))
    dimension = {"dimension": "all", "name": both("all"), "factors": factors}
    return [
        document("vocabulary/all.yaml", dimension),
        document("vocabulary/entities.yaml", {"entities": [_group(), _body(), _institution()]}),
    ]


def _entity(kind: str, list_name: str, *attributes: Raw) -> Raw:
    question = both(f"which {list_name}?")
    return {
        "kind": kind,
        "list": list_name,
        "name": both(kind),
        "question": question,
        "attributes": [{"label": both(a["name"]), "question": question, **a} for a in attributes],
    }


def _group() -> Raw:
    return _entity(
        "group",
        "groups",
        {"name": "name", "type": "text", "required": True},
        {"name": "rank", "levels_of": "reach"},
        {"name": "sort", "type": "categorical", "values": levels(3)},
        {"name": "roles", "type": "several", "values": levels(3)},
        {"name": "armed", "type": "boolean"},
        {"name": "sponsor", "type": "text"},
    )


def _body() -> Raw:
    values = [{"value": value, "name": both(value)} for value in (*INSTITUTIONS, "v0")]
    return _entity(
        "body",
        "bodies",
        {"name": "kind", "type": "categorical", "required": True, "values": values},
        {"name": "rank", "type": "ordinal", "values": levels(3)},
        {"name": "held_by", "type": "text"},
        {"name": "duties", "type": "several", "values": values},
        {"name": "measure", "type": "categorical", "values_from": "interventions"},
    )


def _institution() -> Raw:
    """The catalogue takes those who may lead an intervention from this kind."""
    values = [{"value": value, "name": both(value)} for value in INSTITUTIONS]
    return _entity(
        "institution",
        "institutions",
        {"name": "kind", "type": "categorical", "required": True, "values": values},
        {"name": "name", "type": "text"},
    )


def catalogue_file(draw: Draw) -> Document:
    return document(
        "interventions/all.yaml",
        {
            "family": "all",
            "name": both("all"),
            "source": "none",
            "interventions": [_intervention(draw, k) for k in range(draw(st.integers(1, 4)))],
        },
    )


def _intervention(draw: Draw, number: int) -> Raw:
    return {
        "slug": f"measure_{number}",
        "name": both(f"measure {number}"),
        "description": both("what it does"),
        "stance": draw(st.sampled_from(STANCES)),
        "core": draw(st.booleans()),
        "level": draw(some_of(TERRITORIES)),
        "actors": {"en": ["someone"], "es": ["alguien"]},
        "led_by": draw(some_of(INSTITUTIONS)),
        "time_to_effect": {"band": draw(st.sampled_from(("weeks", "years"))), **both("a while")},
    }


def source_file() -> Document:
    claims = [
        {
            "id": f"C-{evidence}",
            "section": "1",
            "page": "1",
            "text": both("what was found"),
            "type": "finding",
            "salience": "core",
            "evidence": evidence,
        }
        for evidence in SCALES["evidence"]
    ]
    head = {"report": "C", "title": "t", "authors": "a", "year": 2024, "publication": "p"}
    return document("sources/c.yaml", {**head, "claims": claims})


def some_of(values: Sequence[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=len(values), unique=True)


# --- rules -------------------------------------------------------------------------------------


@dataclass
class Scope:
    """What a condition may name at some place of a rule."""

    vocabulary: Vocabulary
    diagnoses: Sequence[str]
    words: Sequence[str]
    bound: dict[str, str] = field(default_factory=dict)  # name to kind of entity
    spent: set[str] = field(default_factory=set)  # names given where they cannot be seen from here

    def inner(self) -> "Scope":
        return replace(self, bound=dict(self.bound), spent=set(self.spent))

    def leave(self, branches: Sequence["Scope"]) -> None:
        for branch in branches:
            self.spent |= branch.spent | (branch.bound.keys() - self.bound.keys())

    def bind(self, kind: str) -> str:
        """A new name; alternatives of an *any* come to the same ones."""
        taken = self.spent | self.bound.keys()
        name = next(f"{kind}{n}" for n in count() if f"{kind}{n}" not in taken)
        self.bound[name] = kind
        return name


def condition(draw: Draw, scope: Scope, depth: int) -> Raw:
    """A random condition; the names that it binds are added to the scope."""
    forms = ["factor", "factor", "pattern", "pattern", "not_test", "not_pattern"]
    if scope.diagnoses:
        forms += ["diagnosis", "not_diagnosis"]
    if depth > 0:
        forms += ["all", "all", "any", "not_tree"]
    match draw(st.sampled_from(forms)):
        case "factor":
            return factor_test(draw, scope)
        case "diagnosis":
            return {"diagnosis": draw(st.sampled_from(scope.diagnoses))}
        case "pattern":
            return pattern(draw, scope, binds=True)
        case "not_test":
            return {"not": factor_test(draw, scope)}
        case "not_diagnosis":
            return {"not": {"diagnosis": draw(st.sampled_from(scope.diagnoses))}}
        case "not_pattern":
            return {"not": pattern(draw, scope.inner(), binds=False)}
        case "all":
            size = draw(st.integers(1, 3))
            return {"all": [condition(draw, scope, depth - 1) for _ in range(size)]}
        case "any":
            branches = [scope.inner() for _ in range(draw(st.integers(1, 3)))]
            parts = [condition(draw, branch, depth - 1) for branch in branches]
            scope.leave(branches)
            return {"any": parts}
        case _:
            return {"not": tree(draw, scope, depth)}


def tree(draw: Draw, scope: Scope, depth: int) -> Raw:
    """A tree of tests and diagnoses, without entity patterns."""
    forms = ["factor", "not"] + (["all", "any"] if depth else [])
    match draw(st.sampled_from(forms + (["diagnosis"] if scope.diagnoses else []))):
        case "factor":
            return factor_test(draw, scope)
        case "not":
            return {"not": factor_test(draw, scope)}
        case "diagnosis":
            return {"diagnosis": draw(st.sampled_from(scope.diagnoses))}
        case word:
            size = draw(st.integers(1, 2))
            return {word: [tree(draw, scope, depth - 1) for _ in range(size)]}


def factor_test(draw: Draw, scope: Scope) -> Raw:
    slugs = draw(some_of(tuple(scope.vocabulary.factors), least=1))[:2]
    factors = scope.vocabulary.factors
    return {"factor": {slug: value_test(draw, factors[slug].domain, scope.words) for slug in slugs}}


def value_test(draw: Draw, domain: Domain, words: Sequence[str]) -> Any:
    """A test of any operator that the domain knows."""
    match domain.type:
        case "number":
            names = draw(some_of(("is", "at_least", "at_most", "above", "below"), least=1))[:2]
            return {name: draw(numbers(domain)) for name in names}
        case "text":
            word = draw(st.sampled_from([w for w in words if not w.startswith("$")]))
            return draw(st.sampled_from((word, {"is": word})))
        case "several":
            some = draw(some_of(domain.values, least=1))
            return {"includes": draw(st.sampled_from((some, some[0])))}
        case "ordinal":
            names = draw(some_of(("is", "in", "at_least", "at_most"), least=1))[:2]
            return {name: _levels_for(draw, name, domain) for name in names}
        case "boolean":
            return draw(st.booleans())
        case _:
            return draw(some_of(domain.values, least=1))


def _levels_for(draw: Draw, operator: str, domain: Domain) -> Any:
    if operator == "in":
        return draw(some_of(domain.values, least=1))
    return draw(st.sampled_from(domain.values))


def pattern(draw: Draw, scope: Scope, *, binds: bool) -> Raw:
    """There is such an entity: tests on its attributes, and joins to entities bound before."""
    kinds = scope.vocabulary.kinds
    kind = draw(st.sampled_from(("group", "group", "body", "intervention")))
    attributes = kinds[kind].attributes
    chosen = draw(some_of(tuple(attributes), least=0))[:2]
    body: Raw = {}
    several = [name for name in chosen if attributes[name].domain.type == "several"]
    for name in chosen:
        # Without a binding (in a negation) one attribute of several values may be joined.
        body[name] = attribute_test(
            draw, scope, attributes[name], joins=binds or name not in several[1:]
        )
    if binds and draw(st.booleans()):
        body = {"as": scope.bind(kind), **body}
    return {kind: body}


def attribute_test(draw: Draw, scope: Scope, attribute: Attribute, *, joins: bool) -> Any:
    if not joins:
        return value_test(draw, attribute.domain, scope.words)
    references = [
        f"${name}.{other.name}"
        for name, kind in scope.bound.items()
        for other in scope.vocabulary.kinds[kind].attributes.values()
        if other.domain.type != "several"
    ]
    if references and draw(st.integers(0, 2)):
        reference = draw(st.sampled_from(references))
        return {"includes": reference} if attribute.domain.type == "several" else reference
    return value_test(draw, attribute.domain, scope.words)


def rule_file(draw: Draw, name: str, kind: str, scope: Scope) -> Document:
    when: Any = "always" if draw(st.integers(0, 15)) == 0 else condition(draw, scope, 2)
    unless = exception(draw, kind, scope.inner()) if draw(st.booleans()) else None
    bound = [f"${alias}" for alias, found in scope.bound.items() if found == "intervention"]
    slugs = [level.value for level in scope.vocabulary.catalogue.attributes["slug"].domain.levels]
    target = draw(st.sampled_from(bound or [slugs, slugs[0]]))
    raw: Raw = {
        "id": name,
        "kind": kind,
        "status": "trial",
        "title": both(name),
        "because": both("a mechanism"),
        "when": when,
        "claims": {"supports": ["C-expert_judgement"]},
        "limits": both("much"),
        # The reader wants these to be there; what they say is proved elsewhere.
        "tests": [
            {"given": {}, "expect": expect} for expect in ("fires", "silent", "silent", "undecided")
        ],
    }
    if unless is not None:
        raw["unless"] = unless
    raw |= _consequence(draw, kind, target, slugs)
    return document(f"theme/{name}.yaml", raw)


def exception(draw: Draw, kind: str, scope: Scope) -> Raw:
    """An exception; of a diagnosis or a reason it may hold one entity pattern."""
    if kind not in ("diagnosis", "reason"):
        return condition(draw, scope, 1)
    match draw(st.sampled_from(("tree", "pattern", "any", "all"))):
        case "tree":
            return tree(draw, scope, 1)
        case "pattern":
            return _one_pattern(draw, scope)
        case word:
            return {word: [tree(draw, scope, 0), _one_pattern(draw, scope)]}


def _one_pattern(draw: Draw, scope: Scope) -> Raw:
    found = pattern(draw, scope, binds=False)
    return found if draw(st.booleans()) else {"not": found}


def _consequence(draw: Draw, kind: str, target: Any, slugs: Sequence[str]) -> Raw:
    other = draw(st.sampled_from((slugs[0], both("something"))))
    match kind:
        case "diagnosis":
            return {}
        case "reason":
            word = draw(st.sampled_from(("for", "against")))
            criterion = draw(st.sampled_from(CRITERIA))
            strength = draw(st.sampled_from(("weak", "moderate")))
            return {"then": {word: target, "criterion": criterion}, "strength": strength}
        case "gate":
            word = draw(st.sampled_from(("hold_back", "make_conditional")))
            return {"then": {word: target, "until": other}}
        case "contraindication":
            return {"then": {"contraindicate": target}}
        case "safeguard":
            return {"then": {"accompany": target, "with": other}}
        case "sequence":
            return {"then": {"first": other, "then": target}}
        case _:
            return {"then": {"warn": both("mind this"), "about": slugs[0]}}


@dataclass(frozen=True)
class World:
    """A random knowledge base, its files, and the words that its localities should use too."""

    knowledge: Knowledge
    files: tuple[Document, ...]
    words: tuple[str, ...]

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What someone who mends a failing example wants to see."""
        rules = [file.data for file in self.files if file.path.startswith("theme/")]
        shown = ("id", "when", "unless", "then")
        printer.text("\n".join(str({name: rule.get(name) for name in shown}) for rule in rules))

    def localities(self) -> st.SearchStrategy[Raw]:
        return profiles(self.knowledge.vocabulary, self.words)


@st.composite
def worlds(draw: Draw) -> World:
    """A knowledge base of up to four diagnoses, each built on those before, and other rules."""
    files = [
        *vocabulary_files(draw),
        catalogue_file(draw),
        source_file(),
        document("scales.yaml", SCALES),
    ]
    vocabulary = assemble(files).vocabulary
    words = draw(word_pools())
    diagnoses: list[str] = []
    for number in range(draw(st.integers(0, 4))):
        name = f"diagnosis-{number}"
        files.append(rule_file(draw, name, "diagnosis", Scope(vocabulary, diagnoses[:], words)))
        diagnoses.append(name)
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(KINDS))
        scope = Scope(vocabulary, diagnoses, words)
        files.append(rule_file(draw, f"{kind}-{number}", kind, scope))
    return World(assemble(files), tuple(files), tuple(words))


# --- localities --------------------------------------------------------------------------------


def word_pools() -> st.SearchStrategy[list[str]]:
    """A few words, so that names given twice and names that rules test do meet."""
    exotic = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
    return st.lists(st.one_of(st.sampled_from(AWKWARD), exotic), min_size=2, max_size=4).map(
        lambda words: [*words, "A"]
    )


def numbers(domain: Domain) -> st.SearchStrategy[float | int]:
    """Numbers of a domain, with those near which encoders and comparisons go wrong."""
    awkward = [0, 1, 2, 1e-07, 5e-324, 0.1, 0.30000000000000004, 40.5, 2.0**53, 1e9, 1e20]
    inside = [n for n in awkward if domain.minimum <= n <= domain.maximum]
    anywhere = st.floats(domain.minimum, domain.maximum)
    return st.one_of(st.sampled_from(inside or [domain.minimum]), anywhere)


@st.composite
def profiles(
    draw: Draw,
    vocabulary: Vocabulary,
    words: Sequence[str] = AWKWARD,
    given: int = 2,
    listed: int = 3,
) -> Raw:
    """A random locality as a caller would give it; about one factor in ``given`` is known."""
    raw: Raw = {}
    if draw(st.booleans()):
        raw["name"] = draw(st.sampled_from(words))
    factors = {
        slug: draw(values(factor.domain, words))
        for slug, factor in vocabulary.factors.items()
        if draw(st.integers(1, given)) == 1
    }
    if factors or draw(st.booleans()):
        raw["factors"] = factors
    for list_name, kind in vocabulary.lists.items():
        if draw(st.integers(0, 2)):
            size = draw(st.integers(0, listed))
            raw[list_name] = [entity(draw, kind.attributes, words) for _ in range(size)]
    return raw


def entity(draw: Draw, attributes: Mapping[str, Attribute], words: Sequence[str]) -> Raw:
    found: Raw = {}
    for name, attribute in attributes.items():
        if attribute.required:
            found[name] = draw(plain_values(attribute.domain, words))
        elif draw(st.integers(0, 2)):
            found[name] = draw(values(attribute.domain, words))
    return found


def values(domain: Domain, words: Sequence[str]) -> st.SearchStrategy[Any]:
    """A value in any form that a profile may give it in; null is unknown."""
    plain = plain_values(domain, words)
    sourced = st.fixed_dictionaries(
        {"value": plain},
        optional={
            "basis": st.sampled_from(("observed", "proxy", "expert")),
            "as_of": st.just(2024),
        },
    )
    return st.one_of(plain, plain, partial_values(domain, plain), sourced, st.none())


def plain_values(domain: Domain, words: Sequence[str]) -> st.SearchStrategy[Any]:
    match domain.type:
        case "number":
            return numbers(domain)
        case "several":
            return some_of(domain.values)
        case "text":
            return st.sampled_from(words)
        case "boolean":
            return st.booleans()
        case _:
            return st.sampled_from(domain.values)


def partial_values(domain: Domain, plain: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    match domain.type:
        case "text":
            return plain
        case "number":
            ends = st.tuples(numbers(domain), numbers(domain)).map(sorted)
            both_ends = ends.map(lambda pair: {"at_least": pair[0], "at_most": pair[1]})
            one_end = numbers(domain).map(lambda n: {"at_least": n})
            return st.one_of(both_ends, one_end).map(lambda bounds: {"possible": bounds})
        case "several":
            some = some_of(domain.values)
            return st.fixed_dictionaries({"value": some, "possible": some})
        case "boolean":
            return st.just({"possible": [False, True]})
        case _:
            return some_of(domain.values, least=1).map(lambda some: {"possible": some})
