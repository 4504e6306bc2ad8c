"""Why something is cheaper, as shoppers read it."""

from newretail.kernel.text import Text

_WHY = {
    "lot": Text(en="marked down, best eaten soon", ko="마감 할인", zh="临期特价"),
    "member": Text(en="member price", ko="회원가", zh="会员价"),
}


def why_cheaper(kind: str) -> str:
    """The reason of a cut, in the reader's language."""
    return _WHY[kind].say()
