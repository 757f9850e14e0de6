-- Each application that asks PDS, for all nodes together: when the next call may be made, and whether asking is of any use now.
create table pds_application (
  name text primary key,
  next_call timestamptz not null,
  quiet_until timestamptz,
  failures integer not null default 0,
  trouble text check (trouble in ('silent', 'refused')),
  trouble_since timestamptz,
  reason text,
  probe_at timestamptz,
  told boolean not null default false,
  check ((trouble is null) = (trouble_since is null)));

-- What was asked about the patient of a document before it went, and what came of it. One that was not answered is asked again under its id.
create table document_look_up (
  document uuid not null references document (id) on delete cascade,
  request_id text not null,
  organisation text not null,
  source text not null,
  asked_at timestamptz not null,
  attempts integer not null,
  answered boolean not null,
  asked_number text not null,
  returned_number text,
  record_version text,
  security_code text,
  practice text,
  practice_from date,
  practice_until date,
  send_number text,                                -- under which it goes, where the record was merged with another
  copy_fate text not null,                         -- what becomes of the practice's copy
  restricted boolean not null,
  found_family text,                               -- where they differ from ours, for a person to compare
  found_birth_date text,
  outcomes text not null,
  differing text not null,
  treatment text not null,
  why text,
  primary key (document, request_id));
create index document_look_up_latest on document_look_up (document, asked_at desc);

-- What waits to leave on an answer that grows old.
create index document_looked_up on document (looked_up_at) where state in ('accepted', 'built') and posts = 0;

-- A number that PDS gives instead of another may be somebody else's here.
create index document_patient_number on document (organisation, patient_nhs_number);
