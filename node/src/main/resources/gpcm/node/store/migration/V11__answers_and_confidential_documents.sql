-- A confidential document: people are told neither where it came from nor where its answers go.
alter table received_message add column restricted boolean not null default false;
update received_message m set restricted = true from worklist_entry e where e.received = m.id and e.confidential;

-- A UUID is the same in any case: from now on identifiers are kept in lower case. What is here in both cases stays as it is.
update message_seen s set message_id = lower(message_id)
  where message_id ~ '[A-F]' and message_id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and not exists (select from message_seen o where o.organisation = s.organisation and o.message_id <> s.message_id
      and lower(o.message_id) = lower(s.message_id));
update document_seen s set document_id = lower(document_id)
  where document_id ~ '[A-F]' and document_id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and not exists (select from document_seen o where o.organisation = s.organisation and o.document_id <> s.document_id
      and lower(o.document_id) = lower(s.document_id));
update worklist_entry e set document_id = lower(document_id)
  where document_id ~ '[A-F]' and document_id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and not exists (select from worklist_entry o where o.organisation = e.organisation and o.id <> e.id
      and lower(o.document_id) = lower(e.document_id));
update worklist_entry set composition_id = lower(composition_id)
  where composition_id ~ '[A-F]' and composition_id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

-- Whether what came back about a document cannot all be true, so that nothing may be sent again before somebody has asked.
alter table document add column answers_doubtful boolean not null default false;
