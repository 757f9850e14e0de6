-- Lists are read from where the page before ended: by time and id, of one organisation or of all. The order is that of the rows on a page.
drop index document_listing;
create index document_listing on document (organisation, accepted_at desc, id desc);
create index document_newest on document (accepted_at desc, id desc);
-- Nearly every document is completed some day; those in any other state are few among them, and are looked for by state.
create index document_by_state on document (state, accepted_at desc, id desc) where state <> 'completed';

drop index worklist_entry_listing;
create index worklist_entry_listing on worklist_entry (organisation, received_at desc, id desc);
create index worklist_entry_newest on worklist_entry (received_at desc, id desc);

-- Open alerts are counted and shown on every page.
create index alert_newest_open on alert (id) where resolved_at is null;
create index alert_open_document on alert (document) where resolved_at is null and document is not null;
create index alert_open_received on alert (received) where resolved_at is null and received is not null;
