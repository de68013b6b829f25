"""Things by their ids, as a dict has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Indicator
from kg.model.by_id import ById


@given(st.sets(st.text("ab-中", max_size=3)), st.text("ab-中", max_size=3))
def test_it_tells_what_a_dict_tells(ids, other):
    things = [Indicator(key, key * 2) for key in sorted(ids)]
    found, expected = ById(things), {thing.id: thing for thing in things}
    assert dict(found) == expected
    assert [found.number(thing.id) for thing in things] == [*range(len(things))]
    assert found.get(other) == expected.get(other)
    assert (other in found) is (other in expected)
    assert len(found) == len(expected)


def test_what_has_no_such_id_is_a_key_error():
    with pytest.raises(KeyError, match="b"):
        ById([Indicator("a", ""), Indicator("c", "")]).number("b")


def test_things_can_have_another_key():
    assert ById([(1, "a"), (0, "b")], key=lambda one: one[1])["b"] == (0, "b")


@pytest.mark.parametrize("ids", ["ba", "aa", "abb"])
def test_things_that_are_not_in_order_are_refused(ids):
    with pytest.raises(ValueError, match=r"not sorted: '[ab]' comes before"):
        ById([Indicator(key, "") for key in ids])
