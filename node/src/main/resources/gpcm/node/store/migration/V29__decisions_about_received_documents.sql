-- What a person has to decide about a received document before it has its business answer, and what they decided.
create table business_decision (
  entry uuid primary key references worklist_entry (id),
  received uuid not null references received_message (id),
  organisation text not null,
  question text not null,                   -- matching, decision
  doubts text not null default '',          -- what makes the patient doubtful, a line each
  original uuid references worklist_entry (id), -- what it takes the place of as soon as its patient is found
  answers_to text not null,                 -- MessageHeader.id, as its sender wrote it
  reference text not null,
  address text not null,
  infrastructure_asked boolean,
  business_asked boolean,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  waiting_until date,
  told_at timestamptz,                      -- when people were told that nobody has decided
  code text,
  reason text,
  note text,
  decided_by text,
  decided_at timestamptz
);
create index business_decision_undecided on business_decision (due_at) where decided_at is null and told_at is null;

-- What came of it later, of which the sender is told by other means.
create table later_outcome (
  id bigint generated always as identity primary key,
  entry uuid not null references worklist_entry (id),
  organisation text not null,
  code text not null,
  reason text not null,
  note text not null,
  told text not null,                       -- how the sender was told
  recorded_by text not null,
  recorded_at timestamptz not null
);
create index later_outcome_of_entry on later_outcome (entry);

-- A received document that was sent on to the practice.
create table escalation (
  entry uuid primary key references worklist_entry (id),
  organisation text not null,
  document uuid not null unique,
  reason text not null,
  note text not null,
  escalated_by text not null,
  escalated_at timestamptz not null
);
