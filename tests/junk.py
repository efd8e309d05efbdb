"""Data with junk in some place, for readers that must read or refuse whatever stands there."""

from hypothesis import strategies as st

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False),
    st.sampled_from(["", "x", "$x", "$x.kind", "always", "prison_control", "true"]),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"x": 1}),
    st.just([None]),
    st.just([{"id": 1, "slug": {}}]),
)


def places(data: object, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value inside some data, and to the data themselves."""
    found = [way]
    if isinstance(data, dict):
        for key, item in data.items():
            found += places(item, (*way, key))
    elif isinstance(data, list):
        for position, item in enumerate(data):
            found += places(item, (*way, position))
    return found


def with_junk(data: object, way: tuple[str | int, ...], junk: object) -> object:
    """The data with the value at one place replaced."""
    if not way:
        return junk
    first, *rest = way
    inner = with_junk(data[first], tuple(rest), junk)
    if isinstance(data, list):
        return [inner if position == first else item for position, item in enumerate(data)]
    assert isinstance(data, dict)
    return {**data, first: inner}
