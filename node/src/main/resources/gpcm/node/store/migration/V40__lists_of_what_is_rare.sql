-- What few documents are is found without reading past all the others.
create index worklist_entry_urgent on worklist_entry (organisation, closed, due_at, id) where urgent;
create index worklist_entry_urgent_received on worklist_entry (organisation, received_at, id) where urgent;
create index worklist_entry_confidential on worklist_entry (organisation, closed, due_at, id) where confidential;
create index worklist_entry_confidential_received on worklist_entry (organisation, received_at, id) where confidential;

-- Also what somebody, or a team, has finished.
drop index worklist_entry_owner;
drop index worklist_entry_team;
create index worklist_entry_owner on worklist_entry (owner_person, closed, due_at, id) where owner_person is not null;
create index worklist_entry_team on worklist_entry (owner_team, closed, due_at, id) where owner_team is not null;
