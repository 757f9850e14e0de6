-- What is offered to the system that keeps an organisation's records, and what it has answered. Positions are given by one transaction at a
-- time, under the row of housekeeping, so that none appears behind one that was read before.
create sequence hand_over_position;
create table hand_over_item (
  id uuid primary key,
  position bigint not null unique,
  organisation text not null,
  kind text not null,                       -- document, replaced, void
  entry uuid not null references worklist_entry (id),
  state text not null,                      -- offered, accepted, refused
  times integer not null default 1,         -- how many times it was offered
  offered_at timestamptz not null,
  due_at timestamptz not null,
  answered_at timestamptz,
  answered_by text,
  reference text,                           -- what the record system calls it
  reason text,                              -- why it was refused
  told boolean not null default false,      -- whether a person has been told that it was refused
  delivered_at timestamptz,                 -- when it was put into a folder, or a webhook took it
  try_at timestamptz not null,              -- when it is to be delivered next
  failures integer not null default 0,
  trouble text,                             -- why delivering it failed last
  unique (entry, kind)
);
create index hand_over_feed on hand_over_item (organisation, position) where state = 'offered';
create index hand_over_due on hand_over_item (due_at) where state = 'offered';
create index hand_over_untold on hand_over_item (organisation) where state = 'refused' and not told;
create index hand_over_to_deliver on hand_over_item (organisation, try_at) where state = 'offered' and delivered_at is null;

-- Null: not offered yet; offered; withdrawn: its record system was told that it does not count any more.
alter table worklist_entry add column handed_over text;
create index worklist_entry_to_hand_over on worklist_entry (organisation, received_at)
  where handed_over is null and state in ('to-do', 'to-file');
create index worklist_entry_to_withdraw on worklist_entry (organisation) where handed_over = 'offered' and state in ('replaced', 'void');

insert into housekeeping (task) values ('hand-over');
