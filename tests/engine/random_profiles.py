"""Random localities as a caller would give them, over any vocabulary."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

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
    "bell\ainside",
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


def some_of(values: Sequence[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=len(values), unique=True)


def word_pools() -> st.SearchStrategy[list[str]]:
    """A few words, so that names given twice and names that rules test do meet."""
    exotic = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
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
