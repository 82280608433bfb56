-- 20,000 viewers with nulls, empty values, and text that needs quotation marks; and what the checks need.

create function viewer_id(n integer) returns text language sql as $$
    select case when n % 500 = 0 then format('O''Brien, "%s" \ é 🎬', n) else 'viewer-' || n end
$$;

create function viewer(n integer) returns viewers language sql as $$
    select
        viewer_id(n),
        nullif(n % 90, 0),
        case n % 3 when 0 then true when 1 then false end,
        case n % 7
            when 0 then null
            when 1 then '{}'
            when 2 then array['Comedy', null, 'Drama']
            when 3 then array['Sci-Fi, "new"']
            when 4 then array['back\', 'slash"']
            else array['Komödie', '🎬']
        end,
        case n % 5 when 0 then null else n / 8.0 end,
        case n % 9
            when 0 then null
            when 1 then ''
            when 2 then E'New\nYork'
            when 3 then E'Line\r\nbreak'
            when 4 then 'a "quoted" city'
            when 5 then 'ends with a "backslash\'
            when 6 then '\.'
            when 7 then 'Köln, 東京 🎬'
            else ' with spaces '
        end,
        case n % 4 when 0 then null else timestamptz '2024-02-28 23:00:00.25+02' + n * interval '1 hour' end
$$;

insert into viewers select (viewer(n)).* from generate_series(1, 20000) as n;

-- What the service should have: the properties of a call, in AWS's format, and without those that are null.
create view expected as
select user_id, jsonb_strip_nulls(jsonb_build_object(
    'age', age::text,
    'premium', case when premium then 'true' when not premium then 'false' end,
    'genres', (select string_agg(genre, '|' order by place)
               from unnest(genres) with ordinality as genres (genre, place)),
    'spent', spent::text,
    'city', city,
    'lastSeen', trunc(date_part('epoch', last_seen - timestamptz 'epoch'))::text
)) as properties
from viewers;

-- What it has.
create table service (user_id text primary key, properties jsonb);
-- What it should have had before the last changes.
create table before as select * from expected where false;
-- What the last run has sent.
create table sent (user_id text, properties jsonb);
create table deleted (user_id text);

create view changes as select * from expected except select * from before;
