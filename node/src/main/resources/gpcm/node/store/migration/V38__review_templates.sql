-- Reviews in an order of levels: the next begins when the one before it has its result.
create table review_template (
  id uuid primary key,
  organisation text not null,
  name text not null,
  starts boolean not null,                            -- by itself, with what fits
  type_code text,
  sender_ods text,
  use_case text,
  for_action boolean,
  ended_at timestamptz);
create unique index review_template_name on review_template (organisation, lower(name)) where ended_at is null;
create table review_level (
  template uuid not null references review_template (id),
  level integer not null check (level between 1 and 5),
  of_person uuid references person (id),
  of_team uuid references team (id),
  instruction text not null,
  due_hours integer check (due_hours between 1 and 8760),
  check ((of_person is null) <> (of_team is null)),
  primary key (template, level));

-- The levels are copied to the document when the template begins, so that changing it changes nothing that has begun.
alter table work_review
  add column template uuid references review_template (id),
  add column run uuid,                                -- the levels of one beginning have it in common
  add column level integer,
  add column waits boolean not null default false,    -- for the level before it
  add column due_hours integer,
  add column due_at timestamptz;
create index work_review_run on work_review (run, level) where run is not null;
