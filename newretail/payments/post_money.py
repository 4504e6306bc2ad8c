"""Write one movement of money into the double-entry ledger."""

from collections.abc import Mapping

from newretail.kernel import clock, sql


def post_money(
    *,
    store_id: str,
    cause: str,
    sides: Mapping[str, int],
    currency: str,
    ref: str = "",
    document: str = "",
) -> bool:
    """Post `sides` (kind of account: debit above zero, credit below) of one currency in the caller's transaction.

    Sides of zero are left out. A `document` posts once per cause: the second time nothing is written and the answer
    is False.
    """
    kept = {kind: amount for kind, amount in sides.items() if amount}
    assert sum(kept.values()) == 0, "debits and credits differ"
    if not kept:
        return False
    return bool(
        sql.fetch(
            sql.load(__file__, "post.sql"),
            {
                "at": clock.now(),
                "store_id": store_id,
                "cause": cause,
                "ref": ref,
                "document": document,
                "currency": currency,
                "kinds": list(kept),
                "amounts": list(kept.values()),
            },
        )
    )
