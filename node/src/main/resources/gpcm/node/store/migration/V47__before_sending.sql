-- What is decided about a document before it leaves: whether it is to be sent at all, when, and whether it can be delivered.
alter table document
  add column waits_until timestamptz,              -- when the organisation's time ends (GPCM-SD-CS-075)
  add column hold_kind text,                       -- why it is held, as HoldKind has it
  add column held_since timestamptz,
  add column looked_up_at timestamptz,             -- when it was last found out that it can be delivered
  add column unchecked boolean not null default false, -- a person lets it go whatever a check would say
  add column triggered boolean not null default false; -- what happened to a consultation brought it here, and not somebody who hands in a document

-- A report that was rendered here is rendered again when its document is built again: what may be told may have changed.
alter table document_attachment add column rendered boolean not null default false;

create index document_to_check on document (due_at) where state = 'waiting';
create index document_waits_for_people on document (organisation, due_at) where state in ('unconfirmed', 'held');
drop index document_awaited;
create index document_awaited on document (due_at) where state in ('sent', 'infrastructure-acknowledged', 'unconfirmed', 'held');
-- What was decided before anything left is as final as what is completed; whoever looks for it looks by state.
create index document_not_sent on document (organisation, accepted_at desc, id desc) where state in ('not-sent', 'superseded', 'withdrawn', 'other-route', 'given-up');

-- How an organisation sends: one row for each use case that it has set otherwise than usual.
create table sending_setting (
  organisation text not null,
  use_case text not null,
  delay_seconds bigint not null check (delay_seconds between 0 and 2592000),
  confirmed boolean not null,                      -- whether somebody has to say of each that it is to be sent (GPCM-SD-CS-074)
  other_way text,                                  -- how consultations get there instead of by this node; null where they go by it
  version integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (organisation, use_case));

-- What an organisation holds for clinically relevant or not, by the kind or the code of an encounter, in order (GPCM-SD-CS-073).
create table relevance_rule (
  organisation text not null,
  position integer not null,
  kind text,                                       -- the encounter's kind as the submitting system writes it, in any case
  code text,                                       -- or its SNOMED CT code
  relevant boolean not null,
  primary key (organisation, position),
  check ((kind is null) <> (code is null)));

-- What people have still to do about a consultation that was deleted after its report had left (GPCM-SD-CS-077); closed with an outcome.
create table sending_follow_up (
  id uuid primary key,
  organisation text not null,
  document uuid not null references document (id),
  encounter_id text not null,
  opened_at timestamptz not null,
  opened_by text not null,
  reason text,
  closed_at timestamptz,
  closed_by text,
  outcome text check (outcome in ('practice-told', 'practice-removed-it', 'not-needed')),
  outcome_text text);
create unique index sending_follow_up_open on sending_follow_up (organisation, encounter_id) where closed_at is null;
create index sending_follow_up_of on sending_follow_up (organisation, opened_at desc, id desc);
