-- Changes 200 viewers (1 %), deletes 20 (0.1 %), and adds 30.

with changed as (select viewer_id(100 * n + 1) as id, n from generate_series(0, 199) as n)
update viewers set
    age = case when n % 5 = 0 then coalesce(age, 0) + 100 else age end,
    premium = case when n % 5 = 1 then case when premium then null else coalesce(not premium, false) end else premium end,
    genres = case when n % 5 = 2 then coalesce(genres, '{}') || '{Western}' else genres end,
    spent = case when n % 5 = 3 then coalesce(spent, 0) + 0.01 else spent end,
    last_seen = case when n % 5 = 4 then coalesce(last_seen, '2024-03-01') + interval '1 second' else last_seen end
from changed
where user_id = id;

delete from viewers
where user_id in (select viewer_id(2000 * n + place) from generate_series(0, 9) as n, unnest(array[2, 500]) as place);

insert into viewers select (viewer(n)).* from generate_series(20001, 20030) as n;
