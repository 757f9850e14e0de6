-- Every case carries its own life: its state, when something is due, and who works on it. Work is claimed from these columns, so the
-- scheduler's table and the table of outgoing messages go. Times of due work are the node's clock, of leases the database's.

create table node (
  id text primary key,                      -- one for each start of a process
  name text not null,                       -- what its operator calls it
  build text not null,
  organisations text[] not null default '{}', -- the ODS codes of those it works for
  started_at timestamptz not null,
  heartbeat_at timestamptz not null,
  alive_until timestamptz not null          -- what this node holds is free for others after that, by the database's clock
);

create table mailbox (
  organisation text primary key,
  mailbox text not null,
  poll_due timestamptz not null,
  poll_failures integer not null default 0,
  post_failures integer not null default 0,
  refusals integer not null default 0,
  held_until timestamptz,
  held_since timestamptz,
  last_trouble text,
  polled_at timestamptz,
  lease_owner text,
  leased_at timestamptz,
  fence bigint not null default 0
);

-- An open alert about MESH being away closes with the first success after a failure.
insert into mailbox (organisation, mailbox, poll_due, poll_failures, post_failures)
select organisation, '', min(raised_at), count(*) filter (where problem = 'mesh-polling'), 3 * count(*) filter (where problem = 'mesh-posting')
from alert where resolved_at is null and problem in ('mesh-polling', 'mesh-posting') group by organisation;

-- Documents: what was a row of outgoing_message is now part of the document.
alter table document
  add column address text,                  -- what goes into Mex-To
  add column posting text not null default 'none',
  add column posts integer not null default 0,
  add column pair_name text,                -- the name in a MESH file client's folders
  add column earlier_mesh_ids text[],       -- MESH's ids of copies that went before the latest one
  add column upload text,                   -- where a broken upload goes on
  add column failures integer not null default 0,
  add column due_at timestamptz,
  add column lease_owner text,
  add column leased_at timestamptz,
  add column fence bigint not null default 0;

update document set due_at = deadline where state in ('sent', 'infrastructure-acknowledged');
-- What waited is due at once: by a time of the node's clock that has passed, since the database's may be ahead of it.
update document set due_at = accepted_at where state = 'accepted';
update document d set
  address = o.address,
  posting = case o.state when 'posting' then 'begun' when 'failed' then 'none' when 'waiting' then 'none'
    else case when o.mesh_message_id is null and o.pair_name is not null then 'handed-over' else 'taken' end end,
  posts = o.attempts,
  pair_name = o.pair_name,
  mesh_message_id = coalesce(d.mesh_message_id, o.mesh_message_id),
  due_at = case when d.state = 'built' then o.created_at else d.due_at end
from outgoing_message o where o.document = d.id;

drop index document_deadline;
alter table document drop column deadline;
create index document_to_build on document (due_at) where state = 'accepted';
create index document_to_post on document (organisation, due_at) where state = 'built';
create index document_awaited on document (due_at) where state in ('sent', 'infrastructure-acknowledged');
create index document_held on document (lease_owner) where lease_owner is not null;
create index document_mesh_id on document (organisation, mesh_message_id) where mesh_message_id is not null;
create index document_earlier_mesh_ids on document using gin (earlier_mesh_ids) where earlier_mesh_ids is not null;
create index document_pair_name on document (organisation, pair_name) where pair_name is not null;
drop index document_document_id;
create index document_document_id on document (organisation, document_id) where document_id is not null;

-- Answers to received messages: at most one infrastructure and one business answer each.
create table answer (
  id uuid primary key,
  organisation text not null,
  received uuid not null references received_message (id),
  kind text not null,                       -- infrastructure or business
  code text not null,
  message_id text not null,
  address text not null,
  subject text not null,
  sha256 text not null,
  size bigint not null,
  state text not null,                      -- waiting, sent, failed
  posting text not null,
  posts integer not null default 0,
  pair_name text,
  upload text,
  mesh_message_id text,
  earlier_mesh_ids text[],
  failures integer not null default 0,
  created_at timestamptz not null,
  due_at timestamptz,
  lease_owner text,
  leased_at timestamptz,
  fence bigint not null default 0,
  unique (received, kind)
);
insert into answer (id, organisation, received, kind, code, message_id, address, subject, sha256, size, state, posting, posts, pair_name,
  mesh_message_id, created_at, due_at)
select id, organisation, received, case when response_code like '3%' then 'business' else 'infrastructure' end, response_code, message_id,
  address, subject, sha256, size, case when state in ('waiting', 'posting') then 'waiting' else state end,
  case state when 'posting' then 'begun' when 'sent' then case when mesh_message_id is null then 'handed-over' else 'taken' end else 'none' end,
  attempts, pair_name, mesh_message_id, created_at, case when state in ('waiting', 'posting') then created_at end
from outgoing_message where received is not null
on conflict do nothing;
create index answer_to_post on answer (organisation, due_at) where state = 'waiting';
create index answer_held on answer (lease_owner) where lease_owner is not null;
create index answer_mesh_id on answer (organisation, mesh_message_id) where mesh_message_id is not null;
create index answer_earlier_mesh_ids on answer using gin (earlier_mesh_ids) where earlier_mesh_ids is not null;
create index answer_pair_name on answer (organisation, pair_name) where pair_name is not null;
drop table outgoing_message;

-- Received messages.
create sequence arrival_position;
alter table received_message
  rename column outcome to state;
alter table received_message
  add column position bigint,
  add column failures integer not null default 0,
  add column due_at timestamptz,
  add column lease_owner text,
  add column leased_at timestamptz,
  add column fence bigint not null default 0;
update received_message r set position = a.position from arrival a
  where a.organisation = r.organisation and a.mesh_message_id = r.mesh_message_id;
update received_message set position = 0 where position is null;
alter table received_message alter column position set not null;
select setval('arrival_position', greatest(1, (select coalesce(max(position), 1) from arrival)));
update received_message set due_at = received_at where state = 'stored';
create index received_message_to_read on received_message (due_at) where state = 'stored';
create index received_message_waiting on received_message (organisation, position) where state = 'stored';
create index received_message_held on received_message (lease_owner) where lease_owner is not null;

-- What was listed in a mailbox and could not be fetched yet; what was fetched is a received message.
delete from arrival a using received_message r
  where a.organisation = r.organisation and a.mesh_message_id = r.mesh_message_id;
alter table arrival alter column position drop identity;
alter table arrival add column listed_at timestamptz not null default now();

-- Events by month, so that old ones go with their partition; an order in which none can be missed by who reads on from the last one.
alter table event rename to event_before;
alter sequence event_id_seq rename to event_before_id_seq;
create table event (
  id bigint generated always as identity,
  tx xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  organisation text not null,
  document uuid,
  received uuid,
  kind text not null,
  detail text not null,
  actor text not null
) partition by range (at);
create table event_other partition of event default;
insert into event (at, organisation, document, received, kind, detail, actor)
  select at, organisation, document, received, kind, detail, 'node' from event_before order by id;
drop table event_before;
create index event_of_document on event (document, id) where document is not null;
create index event_of_received on event (received, id) where received is not null;
create index event_feed on event (tx, id);

drop table scheduled_tasks;
