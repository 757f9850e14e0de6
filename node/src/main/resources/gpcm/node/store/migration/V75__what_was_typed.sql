-- What people had typed into a form that came when their session had run out: given back to the same person at the same organisation, for hours.
create table typed_text (
  id uuid primary key,
  person uuid not null references person (id),
  organisation text not null,
  page text not null,
  labels text[] not null,
  texts text[] not null,
  kept_at timestamptz not null,
  ends_at timestamptz not null,
  check (cardinality(labels) = cardinality(texts) and cardinality(labels) between 1 and 20));
create index typed_text_of_person on typed_text (person, organisation, kept_at desc, id);
create index typed_text_end on typed_text (ends_at);

-- Whose form it is that comes with a token of another session: only the hash of the token is kept.
alter table session add column form_hash bytea;
create index session_form on session (form_hash);
