-- The audit log: entries are inserted by whoever acts, in the transaction of the action, and sealed afterwards in one Merkle tree (RFC 6962).
-- No row of entry, leaf and checkpoint is ever changed or removed: the rights to do so are taken from the owner, and a trigger refuses it to a
-- superuser, who needs no rights.

-- An entry id is a UUID of version 7, which begins with the time: months are ranges of ids, and an id is unique over all of them.
create table audit_entry (
  entry_id uuid primary key,
  xid xid8 not null default pg_current_xact_id(),
  entry bytea not null,
  org text not null,
  at timestamptz not null,
  action text not null,
  actor text not null,
  case_id uuid
) partition by range (entry_id);
create table audit_entry_other partition of audit_entry default;
create index audit_entry_unsealed on audit_entry (xid, entry_id);
create index audit_entry_org on audit_entry (org, entry_id);
create index audit_entry_actor on audit_entry (actor, entry_id);
create index audit_entry_case on audit_entry (case_id, entry_id) where case_id is not null;

-- The key under which entries about a patient are found: an index of NHS numbers is none that can be read by itself.
create table audit_secret (name text primary key, secret bytea not null);
insert into audit_secret values ('patient-key', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- May be erased.
create table audit_personal (
  entry_id uuid primary key,
  salt bytea not null,
  body bytea not null
) partition by range (entry_id);
create table audit_personal_other partition of audit_personal default;

-- A list shows many patients: a row for each, under a keyed hash of the NHS number. Erased with the personal part.
create table audit_patient (
  patient_key bytea not null,
  entry_id uuid not null,
  primary key (patient_key, entry_id));
create index audit_patient_entry on audit_patient (entry_id);

-- Not in months: no leaf is ever removed, and an entry must not be sealed twice, in whatever month.
create table audit_leaf (
  idx bigint primary key,
  entry_id uuid not null unique,
  leaf bytea not null);

-- The entries up to (upto_xid, upto_id), in that order, are sealed. Transaction ids mean something in one database cluster only.
create table audit_checkpoint (
  size bigint primary key,
  root bytea not null,
  compact bytea not null,
  note text not null,
  made_at timestamptz not null,
  upto_xid xid8 not null,
  upto_id uuid not null,
  cluster text not null);

-- The keys that the log was signed with, the newest last.
create table audit_key (
  id bigint generated always as identity primary key,
  origin text not null,
  verifier text not null unique,
  made_at timestamptz not null);

create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever added to: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create function audit_protect(named regclass, may_delete boolean) returns void language plpgsql as $$
declare
  protected text := case when may_delete then 'update' else 'update or delete' end;
begin
  execute format('create trigger audit_only_added_to before %s or truncate on %s for each statement execute function audit_refuse()', protected, named);
  execute format('revoke all on %s from public', named);
  execute format('revoke update, truncate, references, trigger on %s from current_user', named);
  if not may_delete then
    execute format('revoke delete on %s from current_user', named);
  end if;
end $$;

select audit_protect(named, false) from unnest(array['audit_entry', 'audit_entry_other', 'audit_leaf', 'audit_checkpoint', 'audit_key']::regclass[]) named;
select audit_protect(named, true) from unnest(array['audit_personal', 'audit_personal_other', 'audit_patient']::regclass[]) named;

-- The lowest id of a moment.
create function audit_lowest_id(moment timestamptz) returns uuid stable strict language sql as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the partitions of a month, with the rights of whoever owns the log. False when entries came before their month had one: they stay where
-- they are, since nothing of them is ever moved.
create function audit_prepare_month(month_start date) returns boolean language plpgsql security definer set search_path from current as $$
declare
  months_from timestamptz := date_trunc('month', month_start)::timestamp at time zone 'UTC';
  months_to timestamptz := (date_trunc('month', month_start) + interval '1 month')::timestamp at time zone 'UTC';
  parent text;
  part text;
begin
  perform pg_advisory_xact_lock(7450484412098766);
  foreach parent in array array['audit_entry', 'audit_personal'] loop
    part := format('%s_%s', parent, to_char(month_start, 'YYYY_MM'));
    continue when to_regclass(part) is not null;
    begin
      execute format('create table %I partition of %I for values from (%L) to (%L)', part, parent,
        audit_lowest_id(months_from), audit_lowest_id(months_to));
    exception when check_violation then
      return false;
    end;
    perform audit_protect(part::regclass, parent = 'audit_personal');
  end loop;
  return true;
end $$;

-- Nobody writes an entry until the transaction ends, and all that was written can be seen.
create function audit_stop_writers() returns void language plpgsql security definer set search_path from current as $$
begin
  -- A no-op that takes the lock SHARE ROW EXCLUSIVE; LOCK TABLE needs a right that not even the owner has.
  alter table only audit_entry enable trigger audit_only_added_to;
end $$;

revoke all on function audit_prepare_month(date), audit_stop_writers(), audit_protect(regclass, boolean) from public;
