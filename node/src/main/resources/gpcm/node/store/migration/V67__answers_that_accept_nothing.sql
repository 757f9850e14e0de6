-- What was answered with a code by which a provider hands the patient back has arrived, and was not accepted: it is listed with what did not arrive.
drop index document_not_accepted;
create index document_not_accepted on document (organisation, accepted_at desc, id desc) where state in ('rejected', 'failed', 'void')
  or state = 'completed' and business_code in ('30007', '30012', '30014', '30015', '30017', '30018');
