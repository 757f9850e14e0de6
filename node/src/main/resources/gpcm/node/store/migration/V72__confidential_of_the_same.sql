-- Whether something confidential is about the same is asked of each message of a page.
create index received_message_restricted_reference on received_message (organisation, sender_reference) where restricted;
create index received_message_restricted_document on received_message (organisation, document_id) where restricted;
