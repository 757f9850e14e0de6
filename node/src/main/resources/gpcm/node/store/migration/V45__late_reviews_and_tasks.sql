-- A document is late when it is itself, or when a review that was asked for or a task of it is.
alter table worklist_entry add column open_due_at timestamptz;  -- when the first of its open reviews and tasks is due

-- A task is due until its day is over.
create function open_due(entry_id uuid) returns timestamptz language sql stable as $$
  select min(o.due_at) from (
    select v.due_at from work_review v where v.entry = entry_id and v.given_at is null and not v.waits
    union all
    select (t.due_on + 1)::timestamp at time zone 'Europe/London' from work_task t where t.entry = entry_id and t.done_at is null) o
$$;
update worklist_entry e set open_due_at = open_due(e.id)
  where exists (select from work_review v where v.entry = e.id and v.given_at is null and not v.waits and v.due_at is not null)
    or exists (select from work_task t where t.entry = e.id and t.done_at is null and t.due_on is not null);
-- No generated column: that would write every document anew while nobody can use them.
create index worklist_entry_late on worklist_entry (organisation, least(due_at, open_due_at)) where not closed;

-- Reviews and tasks are written in many places, also with the filing of a newer version that takes them over: the database itself keeps count.
create function keep_open_due() returns trigger language plpgsql as $$
begin
  update worklist_entry e set open_due_at = open_due(e.id)
    where e.id in (old.entry, new.entry) and e.open_due_at is distinct from open_due(e.id);
  return null;
end $$;
create trigger review_is_asked after insert on work_review for each row when (new.due_at is not null) execute function keep_open_due();
create trigger review_changes after update of entry, due_at, given_at, waits on work_review for each row
  when (old.due_at is not null or new.due_at is not null) execute function keep_open_due();
create trigger review_goes after delete on work_review for each row when (old.due_at is not null) execute function keep_open_due();
create trigger task_is_added after insert on work_task for each row when (new.due_on is not null) execute function keep_open_due();
create trigger task_changes after update of entry, due_on, done_at on work_task for each row
  when (old.due_on is not null or new.due_on is not null) execute function keep_open_due();
create trigger task_goes after delete on work_task for each row when (old.due_on is not null) execute function keep_open_due();
