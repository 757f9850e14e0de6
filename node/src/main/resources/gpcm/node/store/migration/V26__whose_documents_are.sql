-- Whose a document is, besides its author's: the person who handed it in, in a session. Of machines, and of what came before, it is nobody's.
alter table document add column submitted_by uuid references person (id);
create index document_of_submitter on document (organisation, submitted_by, accepted_at desc, id desc) where submitted_by is not null;

-- An alert about a received message says what its worklist entry lets it say.
create index worklist_entry_received on worklist_entry (received);
