-- When somebody last signed in at an organisation with roles that a provider says. Sessions are forgotten after two days, and
-- who has been away for a weekend has not left.
create table last_sign_in (
  person uuid not null references person (id),
  organisation text not null,
  at timestamptz not null,
  primary key (person, organisation));
insert into last_sign_in (person, organisation, at)
  select person, organisation, max(begun_at) from session where cardinality(provider_roles) > 0 group by person, organisation;
