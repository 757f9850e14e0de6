-- How lists name the patient of what is sent: family name first, in capitals, and the title at the end; and who wrote it, in words. Both are empty in
-- what was handed in before.
alter table document add column patient_listed text, add column clinician text;
-- Who deals with what is held or did not get there.
alter table document add column if not exists owner_person uuid references person (id);

-- The parts of a name, without accents and in lower case.
create function name_parts(name text) returns text language sql immutable as $$
  select left(btrim(regexp_replace(regexp_replace(lower(normalize(name, NFKD)), '[\u0300-\u036f'']+', '', 'g'), '[^[:alnum:]]+', ' ', 'g')), 300)
$$;

-- What sent documents are searched for and sorted by, apart from the document itself: its row is written anew with each step on its way, and would
-- have all of this indexed anew each time.
create table document_listed (
  document uuid primary key references document (id) on delete cascade,
  organisation text not null,
  patient text not null,                    -- what is confidential stands among others as about nobody
  recipient text not null,
  occurred_at timestamptz not null,
  search tsvector not null                  -- each with its organisation, so that one index answers for one organisation
);

create function listed(d document) returns document_listed language sql stable as $$
  select d.id, d.organisation,
    case when d.confidential then '' else name_parts(coalesce(d.patient_listed, d.patient_name)) end,
    left(lower(d.recipient), 300), d.occurred_at,
    array_to_tsvector(string_to_array(ltrim(replace(
      ' n' || replace(left(d.patient_nhs_number, 20), ' ', '') || ' b' || to_char(d.patient_birth_date, 'YYYY-MM-DD')
      || ' u' || replace(left(d.use_case, 40), ' ', '')
      || coalesce(' t' || substring(d.recipient from '\(([A-Z0-9]{1,12})\)$'), '')
      || coalesce(' c' || regexp_replace(left(d.author, 40), '[^A-Za-z0-9]', '', 'g'), '')
      || ' p' || replace(name_parts(d.patient_name), ' ', ' p'), ' ', ' ' || d.organisation || ':')), ' '))
$$;

insert into document_listed select l.* from document d cross join lateral listed(d) l;

create index document_listed_patient on document_listed (organisation, patient, document);
create index document_listed_recipient on document_listed (organisation, recipient, document);
create index document_listed_occurred on document_listed (organisation, occurred_at, document);
create index document_listed_search on document_listed using gin (search);

-- Documents come into being and find their recipient in several places: the database itself keeps the two together.
create function keep_listed() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from document_listed where document = new.id;
  end if;
  insert into document_listed select l.* from listed(new) l;
  return null;
end $$;
create trigger document_is_listed after insert on document for each row execute function keep_listed();
create trigger document_is_listed_anew after update of recipient, patient_name, patient_listed, patient_nhs_number, patient_birth_date, occurred_at,
  confidential, use_case, author on document for each row execute function keep_listed();

-- What did not get there, what went more than once, what was answered with a code that is not the usual one, and what a person has to know, each found
-- among all the others.
create index document_not_accepted on document (organisation, accepted_at desc, id desc) where state in ('rejected', 'failed', 'void');
create index document_repeated on document (organisation, accepted_at desc, id desc) where posts > 1;
create index document_infrastructure_code on document (organisation, infrastructure_code, accepted_at desc, id desc) where infrastructure_code <> '20013';
create index document_business_code on document (organisation, business_code, accepted_at desc, id desc) where business_code <> '30001';
create index alert_open_of_document on alert (organisation, document) where resolved_at is null and document is not null;
create index received_message_report on received_message (organisation, status_code, linked_message_id) where message_type = 'REPORT';
-- What has become of an organisation's documents since it was asked last, in the order in which none is missed.
create index event_changes on event (organisation, tx, id) where document is not null;
