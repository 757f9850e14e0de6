-- The same done with many documents of the outbox: what a filter found is written down before anything is done, so that none that comes later is among it.
create table bulk_act (
  id uuid primary key,
  organisation text not null,
  kind text not null,
  query text not null,                      -- view and filters, as an address has them
  idempotency_key text,
  actor text not null,                      -- who counted it and had it done, as the audit log has them; JSON
  actor_id text not null,
  made_by text not null,
  person uuid references person (id),       -- empty for a machine
  author uuid,                              -- only this person's own documents
  named boolean not null,                   -- whether patients are shown to them
  drafted_at timestamptz not null,
  items integer not null default 0,
  others integer not null default 0,        -- the filter showed them too, and it could not be done with them
  state text not null check (state in ('drafted', 'asked', 'running', 'done', 'stopped')),
  confirmation uuid references confirmation (id),
  second text,                              -- who confirmed it, as the audit log has them; JSON
  reason text,
  started_by text,
  started_at timestamptz,
  ended_at timestamptz,
  stopped_by text,
  done integer not null default 0,
  left_out integer not null default 0,
  next_at timestamptz,                      -- by the database's clock: when the next of them have their turn
  check (state in ('drafted', 'asked') or (reason is not null and started_by is not null and started_at is not null)),
  check (state not in ('done', 'stopped') or ended_at is not null));
create unique index bulk_act_key on bulk_act (organisation, actor_id, idempotency_key) where idempotency_key is not null;
create index bulk_act_listing on bulk_act (organisation, drafted_at desc, id desc) where state <> 'drafted';
create index bulk_act_drafted on bulk_act (organisation, drafted_at) where state = 'drafted';
create index bulk_act_running on bulk_act (next_at) where state = 'running';

create table bulk_item (
  bulk uuid not null references bulk_act (id) on delete cascade,
  position integer not null,
  organisation text not null,
  document uuid not null,
  state text not null,                      -- when it was counted
  recipient text not null,
  outcome text,                             -- empty until it had its turn
  done_at timestamptz,
  primary key (bulk, position),
  unique (bulk, document));
create index bulk_item_open on bulk_item (bulk, position) where outcome is null;
create index bulk_item_document on bulk_item (document);

alter table confirmation_item drop constraint confirmation_item_kind_check;
alter table confirmation_item add constraint confirmation_item_kind_check check (kind in ('sent', 'received', 'unfiled', 'bulk'));

-- Views of the outbox are saved as those of the worklist are.
alter table saved_view add column list text not null default 'worklist' check (list in ('worklist', 'outbox'));
drop index saved_view_name;
create unique index saved_view_name on saved_view (organisation, list, coalesce(person, '00000000-0000-0000-0000-000000000000'), lower(name));
