-- Accounts that an administrator has shut at an organisation. Nobody is shut by the node as a whole, so that blocked_at has nothing to say.
create table account_shut (
  id uuid primary key,
  person uuid not null references person (id),
  organisation text not null,
  reason text not null,
  shut_by uuid not null references person (id),
  shut_at timestamptz not null,
  opened_by uuid references person (id),
  open_reason text,
  opened_at timestamptz);
create unique index account_shut_now on account_shut (person, organisation) where opened_at is null;
alter table person drop column blocked_at;

-- How a session came about: by a link, which knows no old password; and in which national role.
alter table session add column by_link boolean not null default false;
alter table session add column national_role text;
alter table session add column role_profile text;
