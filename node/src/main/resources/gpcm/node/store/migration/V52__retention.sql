-- How long an organisation keeps what it has, where it is longer than everybody has to.
create table retention_setting (
  organisation text primary key,
  sent_years integer not null check (sent_years between 8 and 100),
  received_years integer not null check (received_years between 8 and 100),
  content_months integer not null check (content_months between 6 and 1200));
alter table setting_change drop constraint if exists setting_change_section_check;

-- What is not deleted while it is in force: all about a patient, one case, or with neither all that the organisation has.
create table legal_hold (
  id uuid primary key,
  organisation text not null,
  patient_nhs_number text,
  case_id uuid,                               -- a document, an entry of the worklist, or a received message
  reason text not null,
  set_by text not null,
  set_at timestamptz not null,
  asked_person uuid references person (id),   -- who wants it lifted: somebody else has to do it
  asked_by text,
  asked_at timestamptz,
  lifted_by text,
  lifted_at timestamptz,
  check (patient_nhs_number is null or case_id is null));
create index legal_hold_in_force on legal_hold (organisation) where lifted_at is null;

-- While there is a row, nothing is deleted, by whichever node.
create table destruction_stopped (
  only_one boolean primary key default true check (only_one),
  since timestamptz not null,
  by text not null,
  reason text not null);

-- What was deleted of an organisation on a day, and what is left of each case.
create table deletion_report (
  organisation text not null,
  day date not null,
  sent integer not null default 0,
  received integer not null default 0,
  contents integer not null default 0,        -- received documents whose bytes went, and whose rest stays
  failed integer not null default 0,          -- cases that should have gone and could not
  ended_at timestamptz not null,
  primary key (organisation, day));
create table deleted_case (
  id uuid primary key,
  organisation text not null,
  kind text not null check (kind in ('sent', 'received')),
  state text not null,
  came_at timestamptz not null,
  ended_at timestamptz not null,
  deleted_at timestamptz not null,
  sha256 text not null,                       -- of what was handed in, or of the message that came
  entry uuid,                                 -- what the entry of the worklist was called
  erased_at timestamptz);                     -- when the personal part of the audit log about it went
create index deleted_case_listing on deleted_case (organisation, deleted_at desc, id);
create index deleted_case_to_erase on deleted_case (deleted_at) where erased_at is null;

-- Contents that a case named which is gone: they go when no other names them.
create table content_unnamed (sha256 text primary key);
create table content_removed (
  sha256 text primary key,
  removed_at timestamptz not null);
alter table received_message add column content_removed_at timestamptz;

create index document_ended on document (organisation, updated_at, id)
  where state in ('completed', 'rejected', 'failed', 'void', 'withdrawn', 'not-sent', 'superseded', 'other-route', 'given-up');
create index alert_of_document on alert (document) where document is not null;
create index alert_of_received on alert (received) where received is not null;
create index sending_follow_up_document on sending_follow_up (document);
create index document_copies on document (copy_of) where copy_of is not null;
create index received_message_ended on received_message (organisation, received_at, id) where state <> 'stored';
create index message_seen_received on message_seen (received);
create index document_seen_received on document_seen (received);
create index business_decision_received on business_decision (received);
create index coded_entry_decided_in on coded_entry (decided_in) where decided_in is not null;
create index work_task_moved_from on work_task (moved_from) where moved_from is not null;
create index work_review_moved_from on work_review (moved_from) where moved_from is not null;
create index work_told_newer on work_told (newer) where newer is not null;
create index business_decision_original on business_decision (original) where original is not null;
create index hand_over_item_entry on hand_over_item (entry);
alter table hand_over_item add column content_removed boolean not null default false;
create index hand_over_content on hand_over_item (organisation, answered_at, id) where state = 'accepted' and kind = 'document' and not content_removed;

-- A date as its sender wrote it; null when it is none.
create function date_as_written(written text) returns date language plpgsql immutable as $$
begin
  return case when written ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then written::date end;
exception when others then
  return null;
end $$;

-- Until when something about a patient is kept that was last used at a time: so many years; of whoever was a child when they were seen, to the 25th
-- birthday, or the 26th when they were 17. Whoever's birthday is not known may have been a child.
create function kept_until(used timestamptz, seen timestamptz, years integer, born date) returns timestamptz language sql stable as $$
  select greatest(used + make_interval(years => years), case
    when born is null then seen + interval '26 years'
    when born + interval '17 years' > seen at time zone 'UTC' then (born + interval '25 years') at time zone 'UTC'
    when born + interval '18 years' > seen at time zone 'UTC' then (born + interval '26 years') at time zone 'UTC' end)
$$;

insert into housekeeping (task) values ('retention');
