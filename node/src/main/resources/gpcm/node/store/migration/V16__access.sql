-- Every list that people see is one of a single organisation, also by state.
create index document_of_organisation_by_state on document (organisation, state, accepted_at desc, id desc) where state <> 'completed';
create index alert_open_of_organisation on alert (organisation, id) where resolved_at is null;

-- Whose a document is: the national user id of who wrote the consultation. Of what came before, nobody knows.
alter table document add column author text;
create index document_of_author on document (organisation, author, accepted_at desc, id desc) where author is not null;

-- People of an organisation are listed by those who administer it.
create index session_of_organisation on session (organisation, person);
