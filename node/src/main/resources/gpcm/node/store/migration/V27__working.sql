-- What people do with a received document: its state of work, who has it, until when, and what was said and asked about it.
create table team (
  id uuid primary key,
  organisation text not null,
  name text not null,
  ended_at timestamptz);
create unique index team_name on team (organisation, lower(name)) where ended_at is null;
create table team_member (
  team uuid not null references team (id),
  person uuid not null references person (id),
  primary key (team, person));
create index team_of_member on team_member (person);

-- Until when a document is to be finished, where an organisation wants it otherwise than usual.
create table work_due (
  organisation text primary key,
  for_action interval not null,
  for_information interval not null);

alter table worklist_entry
  add column work text not null default 'new' check (work in ('needs-matching', 'new', 'assigned', 'in-progress', 'in-review',
    'waiting', 'done', 'rejected', 'replaced', 'null-and-void')),
  add column work_version bigint not null default 1,
  add column matched boolean not null default true,         -- whether it is in a patient's record
  add column owner_person uuid references person (id),
  add column owner_team uuid references team (id),
  add column started boolean not null default false,
  add column due_at timestamptz not null default now() + interval '3 days',
  add column urgent boolean not null default false,
  add column own_task boolean not null default false,       -- what is for action is a task itself, until it is done
  add column waiting_until date,
  add column attachments integer not null default 0,        -- beside the document itself
  add column coded_entries integer not null default 0,
  add column patient_search text not null default '',       -- the parts of the name, without accents and in lower case
  add column outcome text check (outcome in ('no-action-needed', 'action-taken', 'appointment-arranged', 'passed-on', 'coded-only',
    'sent-back')),
  add column outcome_text text,
  add column done_at timestamptz,
  add column done_by uuid references person (id);

update worklist_entry e set attachments = greatest(0, (select count(*) from worklist_attachment a where a.entry = e.id) - 1);

-- What is open on the day of the upgrade is not overdue on that day.
update worklist_entry set
  work = case state when 'not-known-here' then 'needs-matching' when 'replaced' then 'replaced' when 'void' then 'null-and-void' else 'new' end,
  matched = state <> 'not-known-here',
  own_task = state = 'to-do',
  due_at = now() + case state when 'to-file' then interval '14 days' else interval '3 days' end,
  patient_search = left(btrim(lower(regexp_replace(patient_name, '[^[:alnum:]]+', ' ', 'g'))), 300);

-- What is confidential stands among others as from nobody, whenever it was filed.
update worklist_entry set sender_name = '' where confidential and sender_name <> '';

alter table worklist_entry
  add column closed boolean not null generated always as (work in ('done', 'rejected', 'replaced', 'null-and-void')) stored,
  -- Whatever is searched for, each with its organisation, so that one index answers for one organisation. A confidential document is not found
  -- by where it came from.
  add column search tsvector not null generated always as (array_to_tsvector(string_to_array(ltrim(replace(
    ' n' || replace(left(patient_nhs_number, 20), ' ', '') || ' b' || replace(left(patient_birth_date, 20), ' ', '')
    || case when confidential then '' else ' s' || replace(left(sender_ods, 20), ' ', '') end
    || ' p' || replace(patient_search, ' ', ' p'), ' ', ' ' || organisation || ':')), ' '))) stored;

-- Each list is read in its order from one of these.
create index worklist_entry_due on worklist_entry (organisation, closed, due_at, id);
create index worklist_entry_work on worklist_entry (organisation, work, due_at, id);
create index worklist_entry_patient on worklist_entry (organisation, patient_search, id);
create index worklist_entry_sender on worklist_entry (organisation, sender_name, id);
create index worklist_entry_owner on worklist_entry (owner_person, due_at, id) where owner_person is not null and not closed;
create index worklist_entry_team on worklist_entry (owner_team, due_at, id) where owner_team is not null and not closed;
create index worklist_entry_done on worklist_entry (organisation, done_at, id) where work = 'done';
create index worklist_entry_search on worklist_entry using gin (search);
-- There is a unique one of the same column.
drop index worklist_entry_received;

create table work_note (
  id uuid primary key,
  entry uuid not null references worklist_entry (id),
  kind text not null check (kind in ('note', 'call', 'letter')),   -- a call or a letter to the sender
  text text not null,
  told text,                                                      -- who was told
  told_at timestamptz,
  corrects uuid references work_note (id),
  at timestamptz not null,
  person uuid references person (id),
  who text not null);
create index work_note_entry on work_note (entry, at);

create table work_task (
  id uuid primary key,
  entry uuid not null references worklist_entry (id),
  moved_from uuid references worklist_entry (id),
  what text not null,
  for_person uuid references person (id),
  for_team uuid references team (id),
  due_on date,
  opened_at timestamptz not null,
  opened_by text not null,
  done_at timestamptz,
  done_by text);
create index work_task_entry on work_task (entry, opened_at);
create index work_task_open on work_task (entry) where done_at is null;

create table work_review (
  id uuid primary key,
  entry uuid not null references worklist_entry (id),
  moved_from uuid references worklist_entry (id),
  of_person uuid references person (id),
  of_team uuid references team (id),
  instruction text not null,
  asked_at timestamptz not null,
  asked_by text not null,
  result text,
  given_at timestamptz,
  given_by text);
create index work_review_entry on work_review (entry, asked_at);
create index work_review_open on work_review (entry) where given_at is null;

-- The history of an entry: who did what, in words.
create table work_event (
  id bigint generated always as identity primary key,
  entry uuid not null references worklist_entry (id),
  at timestamptz not null,
  person uuid references person (id),
  who text not null,
  words text not null);
create index work_event_entry on work_event (entry, id);

-- Who had opened, taken or finished a document that a newer version replaced, or that became void, is told so until they say that they know.
create table work_told (
  id bigint generated always as identity primary key,
  entry uuid not null references worklist_entry (id),
  person uuid not null references person (id),
  newer uuid references worklist_entry (id),               -- what replaced it; none when it is void
  at timestamptz not null,
  seen_at timestamptz,
  unique (entry, person));
create index work_told_person on work_told (person) where seen_at is null;

create index worklist_entry_waiting on worklist_entry (waiting_until) where waiting_until is not null;
