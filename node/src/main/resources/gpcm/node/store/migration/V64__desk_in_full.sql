-- More of what the people who run the system see of the whole. None of it says anything of a patient.

-- When MESH last said that server, mailbox, password and key fit together, and what it said when it did not.
alter table mailbox
  add column handshake_at timestamptz,        -- when it last did
  add column handshake_failed_at timestamptz, -- since when it does not; empty while it does
  add column handshake_trouble text,
  add constraint mailbox_handshake check ((handshake_failed_at is null) = (handshake_trouble is null));

-- When services elsewhere answered last and when they did not, whichever node asked. A success is noted once a minute at most.
alter table pds_application
  add column answered_at timestamptz,
  add column failed_at timestamptz,
  add column failure text;
create table provider_standing (
  issuer text primary key,
  answered_at timestamptz,
  failed_at timestamptz,
  failure text);

-- How often each code of an answer or report came, or was given to a sender, in an hour.
create table code_hour (
  hour timestamptz not null,
  organisation text not null,
  code text not null,
  given boolean not null,                     -- to the sender of a document that came; otherwise it came about one that was sent
  messages bigint not null,
  primary key (hour, organisation, code, given));
-- Events come in the order of their time: a few bytes for each hundred pages find those of the last hours.
create index event_at on event using brin (at) with (autosummarize = on);

-- What a node of this database was told at its start, as one number to compare.
alter table node add column configuration_digest text;

-- Checks that somebody had made, of the whole system.
create table check_run (
  id uuid primary key,
  asked_by text not null,
  organisation text not null,                 -- of who asked
  node text not null,                         -- which made them
  started_at timestamptz not null,
  ended_at timestamptz);
create index check_run_newest on check_run (started_at desc);
create table check_result (
  run uuid not null references check_run (id) on delete cascade,
  place integer not null,
  name text not null,
  outcome text not null check (outcome in ('running', 'good', 'look', 'bad', 'not-made')),
  words text not null,
  took_millis bigint,
  primary key (run, place));
