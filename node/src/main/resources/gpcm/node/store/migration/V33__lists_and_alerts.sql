-- A view of the worklist that somebody has saved under a name, of their own or for everybody of the organisation: which view, filter and order, as
-- the address of the list has them. Nothing of a patient is in it.
create table saved_view (
  id uuid primary key,
  organisation text not null,
  person uuid references person (id),                       -- whose own it is; nobody's is for everybody
  name text not null check (char_length(name) between 1 and 60),
  query text not null check (char_length(query) <= 1000),
  made_by text not null,
  made_at timestamptz not null);
create unique index saved_view_name on saved_view (organisation, coalesce(person, '00000000-0000-0000-0000-000000000000'), lower(name));

-- From whom documents have come, each sender read in one step; and one kind of document in the order in which it is to be done.
create index worklist_entry_from on worklist_entry (organisation, sender_ods, received_at desc) where not confidential;
create index worklist_entry_type on worklist_entry (organisation, type_code, closed, due_at, id) where type_code <> '';

-- How an alert was settled: what came of it, and in what words. Those closed earlier have none.
alter table alert
  add column outcome text check (outcome in ('sent-again', 'other-route', 'not-needed', 'fault-mended')),
  add column outcome_text text;
create index alert_closed on alert (organisation, resolved_at desc, id desc) where resolved_at is not null;
-- Whether the same problem was closed before.
create index alert_before on alert (organisation, problem, resolved_at desc) where resolved_at is not null;
