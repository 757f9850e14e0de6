-- Sending and receiving. Every time is the injected clock's, never the database's.

-- A document this node sends, as one message to one recipient.
create table document (
  id uuid primary key,
  organisation text not null,               -- ODS code of the sender
  use_case text not null,
  state text not null,
  encounter_id text not null,
  version integer not null,
  confidential boolean not null,
  patient_nhs_number text not null,
  patient_name text not null,
  patient_birth_date date not null,
  registered_practice text,
  occurred_at timestamptz not null,
  subject text not null,
  consultation_sha256 text not null,        -- the consultation exactly as it was submitted
  replaces_document_id text,
  idempotency_key text,
  message_id text unique,                   -- MessageHeader.id, from state built on
  document_id text,                         -- id of the document bundle
  message_sha256 text,                      -- the bytes that go to MESH; they never change again
  message_size bigint,
  mesh_message_id text,
  infrastructure_code text,
  business_code text,
  failure text,
  deadline timestamptz,                     -- when a person is told that an acknowledgement is late
  accepted_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organisation, idempotency_key)
);
create index document_listing on document (organisation, accepted_at desc);
create index document_deadline on document (deadline) where deadline is not null;
create index document_encounter on document (encounter_id);
create index document_document_id on document (document_id);

create table document_attachment (
  document uuid not null references document (id),
  ordinal integer not null,
  file_name text not null,
  title text not null,
  content_type text not null,
  sha256 text not null,
  size bigint not null,
  is_report boolean not null,
  primary key (document, ordinal)
);

-- What waits to be posted to MESH, and what was: documents and acknowledgements alike.
create table outgoing_message (
  id uuid primary key,
  organisation text not null,
  document uuid references document (id),   -- the document it carries
  received uuid,                            -- or the received message it answers
  response_code text,
  message_id text not null unique,
  address text not null,
  workflow_id text not null,
  subject text not null,
  sha256 text not null,
  size bigint not null,
  state text not null,                      -- waiting, posting, sent, failed
  attempts integer not null,
  mesh_message_id text,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outgoing_message_mesh_id on outgoing_message (organisation, mesh_message_id);
create index outgoing_message_received on outgoing_message (received);

-- Every message taken from a mailbox, before anything else is done with it.
create table received_message (
  id uuid primary key,
  organisation text not null,
  mesh_message_id text not null,
  message_type text not null,               -- DATA or REPORT
  sender text not null,
  recipient text not null,
  workflow_id text not null,
  subject text not null,
  local_id text not null,
  status_code text not null,
  status_description text not null,
  linked_message_id text not null,
  sha256 text not null,
  size bigint not null,
  outcome text not null,                    -- stored, then what became of it
  message_id text,
  document_id text,
  sender_reference text,
  received_at timestamptz not null,
  processed_at timestamptz,
  unique (organisation, mesh_message_id)
);
create index received_message_listing on received_message (organisation, received_at desc);

-- The first message with an id, and the first message with a document, win; the rest are duplicates.
create table message_seen (
  organisation text not null,
  message_id text not null,
  received uuid not null references received_message (id),
  primary key (organisation, message_id)
);
create table document_seen (
  organisation text not null,
  document_id text not null,
  received uuid not null references received_message (id),
  primary key (organisation, document_id)
);

-- What a rule found in a received message: the local log of which a response names only the leading one.
create table finding (
  received uuid not null references received_message (id),
  ordinal integer not null,
  requirement text not null,
  strength text not null,
  code text not null,
  path text not null,
  found text not null,
  expected text not null,
  fix text not null,
  tolerated boolean not null,
  primary key (received, ordinal)
);

-- One accepted document in a practice's worklist.
create table worklist_entry (
  id uuid primary key,
  organisation text not null,
  received uuid not null unique references received_message (id),
  state text not null,                      -- to-do, to-file, not-known-here, replaced
  use_case text not null,
  recipient_type text not null,
  subject text not null,
  title text not null,
  version integer,
  confidential boolean not null,
  patient_nhs_number text not null,
  patient_name text not null,
  patient_birth_date text not null,
  sender_ods text not null,
  sender_name text not null,
  encounter_id text not null,
  message_id text not null,
  document_id text not null,
  composition_id text not null,
  replaces_document_id text,
  replaced_by uuid references worklist_entry (id),
  warnings text not null,
  received_at timestamptz not null,
  unique (organisation, document_id)
);
create index worklist_entry_listing on worklist_entry (organisation, received_at desc);
create index worklist_entry_composition on worklist_entry (organisation, composition_id);

create table worklist_attachment (
  entry uuid not null references worklist_entry (id),
  ordinal integer not null,
  title text not null,
  content_type text not null,
  sha256 text not null,
  size bigint not null,
  primary key (entry, ordinal)
);

-- What happened, in order: the timeline of a document or of a received message.
create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  organisation text not null,
  document uuid references document (id),
  received uuid references received_message (id),
  kind text not null,
  detail text not null
);
create index event_document on event (document, id);
create index event_received on event (received, id);

-- What a person must know. One open alert a problem: a repeated problem counts up.
create table alert (
  id bigint generated always as identity primary key,
  organisation text not null,
  problem text not null,
  document uuid references document (id),
  received uuid references received_message (id),
  title text not null,
  what_happened text not null,
  what_to_do text not null,
  times integer not null,
  raised_at timestamptz not null,
  last_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text
);
create unique index alert_open on alert (organisation, problem) where resolved_at is null;
