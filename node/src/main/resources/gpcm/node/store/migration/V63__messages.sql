-- People who run the system find messages by any of their ids, each with its answers and reports.

-- Of an answer that came: its code, and the document that it is about, where that is known.
alter table received_message
  add column response_code text,
  add column answers uuid;
update received_message m set response_code = substring(e.detail from '^([0-9]{5}) for document '),
    answers = cast(substring(e.detail from ' for document ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') as uuid)
  from event e where e.received = m.id and e.kind = 'response';

create index received_message_answers on received_message (answers) where answers is not null;
create index received_message_linked on received_message (organisation, linked_message_id) where linked_message_id <> '';
create index received_message_message_id on received_message (organisation, message_id) where message_id is not null;
create index received_message_document_id on received_message (organisation, document_id) where document_id is not null;
create index received_message_reference on received_message (organisation, sender_reference) where sender_reference is not null;
drop index received_message_listing;
create index received_message_listing on received_message (organisation, received_at desc, id desc);
create index answer_listing on answer (organisation, created_at desc, id desc);
create index answer_message_id on answer (organisation, message_id);

-- An answer that was sent can be asked for like any other message.
alter table confirmation_item drop constraint confirmation_item_kind_check;
alter table confirmation_item add constraint confirmation_item_kind_check check (kind in ('sent', 'received', 'unfiled', 'answer', 'bulk'));
