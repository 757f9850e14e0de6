-- Look-ups of a patient beside the steps of a document: early, so that people see where it would go, and after an answer that doubts the last one.
create table document_look (
  document uuid primary key references document (id) on delete cascade,
  organisation text not null,
  cause text not null check (cause in ('recorded', 'left', 'disagreement', 'told', 'over')),
  wanted_at timestamptz not null,
  due_at timestamptz,                              -- empty while people have been told and it is not over
  leased_at timestamptz);
create index document_look_due on document_look (due_at) where due_at is not null;
