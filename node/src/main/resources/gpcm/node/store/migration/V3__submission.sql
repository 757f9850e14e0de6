-- What a submission was made of: a reused idempotency key with other content is refused by it.
alter table document add column submission_sha256 text;
update document set submission_sha256 = encode(sha256(convert_to(consultation_sha256 || E'\n', 'UTF8')), 'hex');
alter table document alter column submission_sha256 set not null;
