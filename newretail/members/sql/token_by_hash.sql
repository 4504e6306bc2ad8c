SELECT token.id, token.member_id, token.label, token.expires_at, token.created_at, token.last_used_at,
       ARRAY(SELECT jsonb_array_elements_text(token.scopes)) AS scopes, member.kind, member.language
FROM members_token AS token
JOIN members_member AS member ON member.id = token.member_id AND member.is_active
WHERE token.hash = %(hash)s
