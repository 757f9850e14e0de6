-- Whose mailbox it is: without two letters and a number at its end, an ODS code.
create function owner_of(mailbox text) returns text language sql immutable parallel safe as $$
  select upper(regexp_replace(left(mailbox, 100), '(?<=.)(OT|HC)[0-9]{3}$', '', 'i'))
$$;

-- Each by which whoever runs the system looks for messages, newest first, however few there are among all the others. The expressions are those of the
-- questions, word for word. What came from
-- outside is cut, since an index takes no more than some 2,700 bytes.
create index received_message_kind on received_message (organisation, (case when message_type = 'REPORT' then 'mesh-report'
  when response_code like '3%' then 'business-response' when response_code is not null then 'infrastructure-response'
  when state = 'accepted' or (state in ('rejected', 'duplicate') and workflow_id = 'GPFED_CONSULT_REPORT') then 'document' else 'other' end),
  received_at desc, id desc);
create index received_message_code on received_message (organisation, left(case when message_type = 'REPORT' then status_code else response_code end, 100),
  received_at desc, id desc);
create index received_message_workflow on received_message (organisation, left(workflow_id, 100), received_at desc, id desc);
create index received_message_sender on received_message (organisation, owner_of(sender), received_at desc, id desc);
create index received_message_local_id on received_message (organisation, left(local_id, 100), received_at desc, id desc);
create index answer_code on answer (organisation, code, created_at desc, id desc);
create index answer_address on answer (organisation, owner_of(address), created_at desc, id desc);
create index document_address on document (organisation, owner_of(address), accepted_at desc, id desc) where message_sha256 is not null;
create index document_recipient on document (organisation, (substring(recipient from '[^(]*$')), accepted_at desc, id desc) where message_sha256 is not null;
-- When each document was opened first, for reports over months.
create index audit_entry_opened on audit_entry (org, entry_id) include (case_id, at) where action = 'document-opened';
