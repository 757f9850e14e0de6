-- What is done only when a second person confirms it: who asked for exactly what, and what became of it. What was asked for never changes.
create table confirmation (
  id uuid primary key,
  organisation text not null,
  permission text not null,
  action text not null,
  named boolean not null,                   -- asked for by somebody to whom patients are named
  reason text not null,
  asker uuid not null references person (id),
  asker_roles text[] not null,
  asker_session uuid not null,
  asked_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null check (state in ('waiting', 'confirmed', 'refused', 'withdrawn', 'ended')),
  decider uuid references person (id),
  decider_roles text[],
  decider_session uuid,
  decided_at timestamptz,
  answer text,                              -- why it was refused
  tx xid8 not null default pg_current_xact_id(),
  decided_tx xid8,                          -- by these two its entries in the audit log are found
  check (decider is null or state in ('confirmed', 'refused')),
  check (decider is distinct from asker));
create index confirmation_listing on confirmation (organisation, asked_at desc, id desc);
create index confirmation_waiting on confirmation (ends_at) where state = 'waiting';

create function confirmation_decided() returns trigger language plpgsql as $$
begin
  new.decided_tx := pg_current_xact_id();
  return new;
end $$;
create trigger confirmation_decided before update on confirmation for each row
  when (old.state = 'waiting' and new.state <> 'waiting') execute function confirmation_decided();

create table confirmation_item (
  confirmation uuid not null references confirmation (id),
  ordinal integer not null,
  kind text not null check (kind in ('sent', 'received', 'unfiled')),
  item uuid not null,                       -- a document, an entry of the worklist, or a received message that is none
  sha256 text,                              -- of the bytes that are asked for
  size bigint,
  outcome text,                             -- what became of it when it was confirmed
  primary key (confirmation, ordinal));
