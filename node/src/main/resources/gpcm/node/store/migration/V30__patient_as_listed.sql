-- How lists name the patient of what was received: family name first, in capitals, and the title at the end. Empty in what was filed before.
alter table worklist_entry add column patient_listed text not null default '';
