-- One document stands for each version of an encounter: the latest that was handed in on purpose. Copies stand for nothing.
alter table document add column stands boolean not null default false;
update document set stands = true where id in (
  select distinct on (organisation, encounter_id, version) id from document where copy_of is null
  order by organisation, encounter_id, version, state in ('failed', 'rejected', 'void'), accepted_at desc, id);
create unique index document_standing on document (organisation, encounter_id, version) where stands;

-- A document's id is drawn when it is handed in, so that the next version can name it at once.
update document set document_id = gen_random_uuid()::text where document_id is null;
