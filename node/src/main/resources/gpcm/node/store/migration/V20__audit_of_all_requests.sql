-- The settings with which each node started last, without secrets, so that the audit log can say what is another.
create table settings_at_start (
  node text primary key,
  settings text not null);

-- As it was, but a month's table is attached when it is whole: that takes no lock on its parent which writers of entries would wait for, each
-- holding what the other needs. The only table that both lock is the default one, in the order in which writers fill them.
create or replace function audit_prepare_month(month_start date) returns boolean language plpgsql security definer set search_path from current as $$
declare
  months_from timestamptz := date_trunc('month', month_start)::timestamp at time zone 'UTC';
  months_to timestamptz := (date_trunc('month', month_start) + interval '1 month')::timestamp at time zone 'UTC';
  parent text;
  part text;
begin
  perform pg_advisory_xact_lock(7450484412098766);
  foreach parent in array array['audit_entry', 'audit_personal'] loop
    part := format('%s_%s', parent, to_char(month_start, 'YYYY_MM'));
    continue when to_regclass(part) is not null;
    begin
      execute format('create table %I (like %I including defaults)', part, parent);
      execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part,
        audit_lowest_id(months_from), audit_lowest_id(months_to));
    exception when check_violation then
      return false;
    end;
    perform audit_protect(part::regclass, parent = 'audit_personal');
  end loop;
  return true;
end $$;
