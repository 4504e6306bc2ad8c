SELECT role, coalesce(store_id, '') AS store_id
FROM stores_staffrole
WHERE member_id = %(member_id)s AND revoked_at IS NULL
