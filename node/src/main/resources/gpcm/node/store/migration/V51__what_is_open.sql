-- What is watched is counted from here, however much is finished.
create index document_open on document (state, organisation) include (due_at, failures, accepted_at)
  where state in ('unconfirmed', 'waiting', 'held', 'accepted', 'built', 'sent', 'infrastructure-acknowledged');
