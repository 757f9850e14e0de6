-- How a document is watched while it should be getting on by itself, and what MESH says of it meanwhile.
alter table document
  add column tell_at timestamptz,                  -- when a person is told that it has not got on
  add column told boolean not null default false,  -- they were, in the state that it is in
  add column mesh_standing text,                   -- what MESH said of it when it was asked last, as MeshStanding has it
  add column mesh_asked_at timestamptz,            -- and when
  add column ask_mesh_at timestamptz,              -- when it is asked next
  -- What is sent again goes as another message around the same document.
  add column earlier_message_ids text[],
  add column earlier_message_sha256 text[],        -- the bytes of those
  add column renew boolean not null default false; -- that message is still to be made

-- What is under way already is watched too, by what is usual.
update document set tell_at = updated_at + interval '1 hour' where state in ('accepted', 'built');
update document set tell_at = updated_at + interval '12 hours', ask_mesh_at = updated_at + interval '2 hours'
  where state = 'sent' and posting = 'taken' and mesh_message_id is not null;
update document set tell_at = updated_at + interval '4 days' where state = 'overdue' and infrastructure_code is null;

create index document_to_tell on document (tell_at) where tell_at is not null;
create index document_to_ask on document (organisation, ask_mesh_at) where ask_mesh_at is not null;
create index document_to_renew on document (due_at) where renew;
create index document_earlier_message_ids on document using gin (earlier_message_ids) where earlier_message_ids is not null;

-- How long an organisation waits for what: the times that it has set itself, in seconds, by the names of Deadline. What is not there is the node's.
create table sending_deadlines (
  organisation text primary key,
  seconds jsonb not null,
  version integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null);

-- MESH is asked about messages of a mailbox one at a time, with a pause between two questions that all nodes keep together.
create table mesh_question (
  organisation text primary key,
  next_at timestamptz not null);
