-- One person places one order at a time, so that what waits for payment of theirs is counted with nothing beside it. In a statement
-- of its own: the next one sees what whoever had the turn before has committed.
SELECT pg_advisory_xact_lock(hashtextextended('unpaid:' || %(member)s::text, 0))
