-- One more try; a window that is over begins anew. Atomic, so that many at once are all counted.
INSERT INTO members_tally AS tally (key, tries, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN tally.ends_at <= %(now)s THEN 1 ELSE tally.tries + 1 END,
    ends_at = CASE WHEN tally.ends_at <= %(now)s THEN %(ends_at)s ELSE tally.ends_at END
RETURNING tries, ends_at
