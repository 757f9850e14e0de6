-- What people ask of a document before they read it, as it was filed, so that its page does not read the whole message again. Of a confidential
-- one neither who wrote it nor what is to be done. Documents that were filed before have no row: their messages are read.
create table document_detail (
  entry uuid primary key references worklist_entry (id),
  organisation text not null,
  seen_at text,
  written_at text,
  gender text,
  authors text not null,                    -- a JSON array of [kind, name, role]
  follow_ups text not null);                -- a JSON array of texts
