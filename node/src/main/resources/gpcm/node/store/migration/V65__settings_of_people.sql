-- What people have set for themselves, wherever they work. Who has set nothing has no row.
create table person_setting (
  person uuid primary key references person (id),
  rows_on_page smallint not null check (rows_on_page in (25, 50, 100)),
  changed_at timestamptz not null);
