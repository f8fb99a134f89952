-- A plan holds no digests of what it replaces: a password that can be guessed can be found by its digest. They are kept encrypted now. One
-- that was begun before, and has written nothing yet, has none, so that it replaces nothing and is given up; it can be asked for again.
update rotation set plan = jsonb_set(plan, '{destinations}', (
    select coalesce(jsonb_agg(destination - 'digests' order by place), '[]')
    from jsonb_array_elements(plan -> 'destinations') with ordinality as each (destination, place)))
where plan @? '$.destinations[*].digests';
