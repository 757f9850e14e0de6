-- What people confirmed of a document's coded entries goes to the record system as an item of its own, in FHIR of two releases. It is kept as it
-- was offered: an id means the same bytes for ever.
alter table hand_over_item
  add column entries text,                  -- of kind coded: a JSON array of what is confirmed
  drop constraint hand_over_item_entry_kind_key;
create unique index hand_over_once on hand_over_item (entry, kind) where kind <> 'coded';
create index hand_over_coded on hand_over_item (entry) where kind = 'coded';
create index hand_over_to_take_back on hand_over_item (organisation) where state = 'superseded' and delivered_at is not null;
create table hand_over_file (
  item uuid not null references hand_over_item (id),
  ordinal integer not null,
  title text not null,
  content_type text not null,
  sha256 text not null,
  size bigint not null,
  text text not null,
  primary key (item, ordinal));

-- Whether people have decided something since the record system was told, or it never was.
alter table worklist_entry add column coded_changed boolean not null default false;
update worklist_entry w set coded_changed = true where coded_entries > 0
  and exists (select from coded_entry c where c.entry = w.id and c.state in ('confirmed', 'changed'));
create index worklist_entry_coded_changed on worklist_entry (organisation) where coded_changed;
