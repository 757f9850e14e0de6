-- When somebody last signed in at an organisation with a national activity that opens documents of restricted records: where nobody
-- has for long, and none is named, nobody can open them.
alter table last_sign_in add column cleared_at timestamptz;
update last_sign_in l set cleared_at = s.at from (
  select person, organisation, max(begun_at) as at from session where 'B1611' = any(activities) group by person, organisation) s
where s.person = l.person and s.organisation = l.organisation;
