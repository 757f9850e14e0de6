-- What happened can be found in the audit log by the transaction that did it: events have theirs, and so do from now on sessions, roles, keys, links
-- and alerts that somebody closed. Rows of before have none and are not asked for. Updates are marked by the database itself: one that is made by
-- hand is seen as well.
alter table session add column tx xid8, add column ended_tx xid8;
alter table role_assignment add column tx xid8, add column ended_tx xid8;
alter table api_key add column tx xid8, add column ended_tx xid8;
alter table passkey add column tx xid8;
alter table sign_in_link add column tx xid8;
alter table alert add column ended_tx xid8;

do $$
declare
  named text;
begin
  foreach named in array array['session', 'role_assignment', 'api_key', 'passkey', 'sign_in_link'] loop
    execute format('alter table %I alter column tx set default pg_current_xact_id()', named);
  end loop;
end $$;

create function mark_end() returns trigger language plpgsql as $$
begin
  new.ended_tx := pg_current_xact_id();
  return new;
end $$;
create trigger session_ends before update on session for each row
  when (old.ended_at is null and new.ended_at is not null) execute function mark_end();
create trigger role_assignment_ends before update on role_assignment for each row
  when (old.withdrawn_at is null and new.withdrawn_at is not null) execute function mark_end();
create trigger api_key_ends before update on api_key for each row
  when (old.withdrawn_at is null and new.withdrawn_at is not null) execute function mark_end();
create trigger alert_ends before update on alert for each row
  when (old.resolved_at is null and new.resolved_at is not null) execute function mark_end();

-- The days whose state changes were compared with the audit log, by UTC.
create table cross_check (
  day date primary key,
  checked_at timestamptz not null,
  happened bigint not null,
  missing bigint not null);
-- Of the day of an update nobody knows which part the version before has done.
insert into cross_check (day, checked_at, happened, missing)
  select (now() at time zone 'UTC')::date, now(), 0, 0 where exists (select from document);

-- A log whose key was lost is begun anew: leaves from here on are of the new one, and its indexes and sizes are counted from here.
alter table audit_key add column first_leaf bigint not null default 0;
