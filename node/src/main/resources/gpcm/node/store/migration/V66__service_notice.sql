-- What stands at the head of every page of every node, until it is taken away or its time is over. There is one at most.
create table service_notice (
  single boolean primary key default true check (single),
  id uuid not null,
  words text not null check (char_length(words) between 1 and 300),
  until timestamptz,                          -- empty: until it is taken away
  set_at timestamptz not null,
  set_by text not null,
  organisation text not null);                -- of who set it
