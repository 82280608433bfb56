-- Compares what was sent with the changes since the last check, the deleted IDs with those that the table has lost, and what
-- the service has with the table.

\copy deleted from 'deleted.csv' with (format csv, header, escape '\')

insert into service select distinct * from sent
on conflict (user_id) do update set properties = excluded.properties;
delete from service using deleted where service.user_id = deleted.user_id;

create temporary view lost as select user_id from before except select user_id from expected;
create temporary view differences as
(select * from sent except select * from changes)
union all
(select * from changes except select * from sent)
union all
(select *, null::jsonb from deleted except select *, null from lost)
union all
(select *, null::jsonb from lost except select *, null from deleted)
union all
(select * from service except select * from expected)
union all
(select * from expected except select * from service);

\o differences.txt
select * from differences limit 10;
\o
select format(
    '%s sent, %s deleted, %s differences',
    (select count(distinct user_id) from sent),
    (select count(*) from deleted),
    (select count(*) from differences)
);

delete from before;
insert into before select * from expected;
truncate sent, deleted;
