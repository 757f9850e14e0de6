-- How soon somebody has to act on an alert, in the order of AlertSeverity: 0 now, 1 today, 2 for information.
alter table alert add column severity integer not null default 1 check (severity between 0 and 2);
update alert set severity = 0 where split_part(problem, '/', 1) in ('failed', 'rejected', 'void', 'overdue', 'contradicted',
  'answer-unclear', 'answer-in-doubt', 'taken-for-another', 'damaged', 'damaged-content', 'lost-content', 'unexpected', 'processing',
  'mesh-polling', 'mesh-posting', 'mesh-refused', 'audit-damaged', 'hand-over-contradicted');
update alert set severity = 2 where split_part(problem, '/', 1) in ('audit-unpublished', 'audit-not-witnessed');
create index alert_soonest on alert (organisation, severity, id) where resolved_at is null;

-- Whatever was answered 30002 or 30003 is rejected, also where no person said so: nobody can match it any more. Whoever had one in hand is told.
insert into alert (organisation, problem, received, title, what_happened, what_to_do, times, raised_at, last_at)
  select e.organisation, 'counts-as-rejected/' || e.received, e.received, 'A document that somebody had in hand counts as rejected',
    'Its sender was answered, when it came, that the patient is not registered here. It was among those that need matching, though nobody could'
      || ' match it. It is rejected now, and in nobody''s list any more.',
    'Open the document. Its notes and its tasks are still there: finish what is open.', 1, now(), now()
  from worklist_entry e
  where e.state = 'not-known-here' and not e.closed and (coalesce(e.owner_person, e.owner_team) is not null or e.waiting_until is not null
    or exists (select from work_task t where t.entry = e.id and t.done_at is null));
insert into work_event (entry, at, who, words)
  select id, now(), 'The node', 'counts it as rejected, since its sender was answered that the patient is not registered here'
  from worklist_entry where state = 'not-known-here' and not closed;
update worklist_entry set work = 'rejected', work_version = work_version + 1, own_task = false, waiting_until = null
  where state = 'not-known-here' and not closed;
