"""A long list in pages: each thing on one of them, whatever page is asked for."""

from hypothesis import given
from hypothesis import strategies as st

from api.pages.paging import Paging

SIZES, TOTALS = st.integers(1, 50), st.integers(0, 500)


@given(size=SIZES, total=TOTALS)
def test_pages_part_a_list(size: int, total: int) -> None:
    """Followed from the first to the last, they show everything once."""
    paging, shown = Paging(1, size, total), list[int]()
    assert paging.before is None
    while True:
        first, last = paging.ends
        shown += range(first, last + 1)
        if paging.after is None:
            break
        after = Paging(paging.after, size, total)
        assert after.before == paging.number
        assert len(range(after.ends[0], after.ends[1] + 1)) == paging.rest
        paging = after
    assert shown == list(range(1, total + 1))
    assert paging.rest == 0


@given(asked=st.integers(-5, 10**6), size=SIZES, total=TOTALS)
def test_a_page_that_is_none_is_the_nearest(asked: int, size: int, total: int) -> None:
    paging = Paging(asked, size, total)
    assert 1 <= paging.number <= paging.last
    assert paging.offset < max(total, 1)
    assert paging.number in (asked, 1, paging.last)
