-- Of which patients an organisation's register says that their record is restricted. It stands by the patient and not by the document, so that what
-- came before it was known is protected by it too.
create table restricted_record (
  organisation text not null,
  nhs_number text not null,
  since timestamptz not null,
  primary key (organisation, nhs_number));
create index worklist_entry_patient_number on worklist_entry (organisation, patient_nhs_number);
