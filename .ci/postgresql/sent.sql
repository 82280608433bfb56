-- Adds the records of the emulator to those that were sent.

\set records `cat records.json`
insert into sent
select record ->> 'userId', (record ->> 'properties')::jsonb
from jsonb_array_elements(:'records') as record;
