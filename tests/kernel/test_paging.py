"""A cursor comes back as it was, and nobody can make one that breaks a statement."""

import base64

import orjson
import pytest

from newretail.kernel.errors import Invalid
from newretail.kernel.paging import read_cursor, write_cursor


def test_a_cursor_comes_back_as_it_was():
    written = write_cursor(3, "鱻/100%", None)
    assert set(written) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert read_cursor(written, int, str, (str, type(None))) == (3, "鱻/100%", None)
    assert read_cursor("", int) is None


@pytest.mark.parametrize(
    "key",
    [[1], [1, "a", "b"], ["1", "a"], [1, "a\x00"], [True, "a"], [2**63, "a"], [1, "x" * 501], {"a": 1}, 5],
)
def test_another_key_is_refused(key):
    forged = base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")
    with pytest.raises(Invalid):
        read_cursor(forged, int, str)


@pytest.mark.parametrize("word", ["no", "====", "é", "a b", "-", "W10"])
def test_what_is_no_cursor_is_refused(word):
    with pytest.raises(Invalid):
        read_cursor(word, int)
