"""Ids sort by the time of their making."""

from newretail.kernel.ids import uuid7


def test_a_uuid7_says_its_version_and_time():
    first = uuid7()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    made = [uuid7() for _ in range(500)]
    assert len(set(made)) == 500
    assert [each.int >> 80 for each in made] == sorted(each.int >> 80 for each in made)
