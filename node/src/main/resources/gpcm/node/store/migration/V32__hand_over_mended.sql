-- What was refused and told, and then accepted or withdrawn: its alert is to be closed, and a round asks for these.
create index hand_over_mended on hand_over_item (organisation) where told and state <> 'refused';
