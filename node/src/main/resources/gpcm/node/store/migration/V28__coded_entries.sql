-- What stands coded in a received document: one row an entry, to be read and decided on by people.
create table coded_entry (
  entry uuid not null references worklist_entry (id),
  ordinal integer not null,                -- 1 and up, in the order of the document
  organisation text not null,
  kind text not null,                      -- problem, allergy, medication, ...
  resource_type text not null,
  resource_id text not null,
  code_system text not null,
  code text not null,
  display text not null,
  value text not null,
  unit text not null,
  since text not null,                     -- dates as the sender wrote them: a year, a day, a time
  until text not null,
  recorded text not null,
  status text not null,
  said_by text not null,
  author text not null,
  section text not null,
  details text not null,                   -- a JSON array of label, value and depth
  original text not null,                  -- a JSON array of its resources; empty when it is too large to keep here
  fingerprint text not null,               -- the same for the same content in another version of the document
  state text not null,                     -- to-review, confirmed, changed, rejected, for-reading
  decided_by uuid references person (id),
  decided_by_name text,
  decided_at timestamptz,
  reason text,
  new_system text,
  new_code text,
  new_display text,
  decided_in uuid references worklist_entry (id), -- the earlier version of the document in which it was decided
  primary key (entry, ordinal)
);
create index coded_entry_open on coded_entry (organisation, entry) where state = 'to-review';

-- Which version came before.
create index worklist_entry_replaced_by on worklist_entry (replaced_by) where replaced_by is not null;

-- What kind of document it is, as its sender coded it (Composition.type); empty for what came before.
alter table worklist_entry add column type_system text not null default '', add column type_code text not null default '',
  add column type_display text not null default '';
