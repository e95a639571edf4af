-- What folds say about words and amounts. Temporary macros: they live in a connection, not in a file.

-- A name so that spellings in Cyrillic and Latin letters, with and without accents, mostly agree.
CREATE OR REPLACE TEMP MACRO name_key(said) AS trim(regexp_replace(translate(
    replace(replace(replace(replace(replace(replace(replace(replace(
        strip_accents(lower(nfc_normalize(said))),
        'щ', 'sch'), 'ш', 'sh'), 'ч', 'ch'), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ю', 'iu'), 'я', 'ia'),
    'абвгдезийклмнопрстуфыэіқғңөұүһәywъь', 'abvgdeziiklmnoprstufieikgnouuhaiv'), '[^\pL\pN]+', ' ', 'g'));

-- The last word of a name: the surname of a person.
CREATE OR REPLACE TEMP MACRO surname(said) AS string_split(name_key(said), ' ')[-1];

-- A word without what Russian, Kazakh and English inflection adds, cut at six letters.
CREATE OR REPLACE TEMP MACRO stem(said) AS left(CASE WHEN length(said) < 4 THEN said ELSE regexp_replace(said,
    '(ами|ями|ого|его|ному|ему|ов|ев|ам|ям|ах|ях|ом|ем|ой|ей|ый|ий|ая|яя|ое|ее|ые|ие|ых|их|ую|юю|[аеёиоуыэюяйь]'
    || '|лар|лер|дар|дер|тар|тер|ның|нің|дың|дің|тың|тің|ies|es|s)$', '') END, 6);

-- The stems of a text, sorted, each once.
CREATE OR REPLACE TEMP MACRO stems(said) AS list_sort(list_distinct(list_transform(list_filter(
    string_split_regex(lower(nfc_normalize(said)), '[^\pL\pN]+'),
    lambda piece: length(piece) > 2), lambda piece: name_key(stem(piece)))));

-- What an amount is exact to: half a unit of its last digit, digits counted as texts write them
-- ("30 bn" is exact to half a billion), and never more than a twentieth of the amount.
CREATE OR REPLACE TEMP MACRO last_digit(amount) AS least(
    length((abs(amount) * 10000)::HUGEINT::VARCHAR) - length(rtrim((abs(amount) * 10000)::HUGEINT::VARCHAR, '0')) - 4,
    (length(trunc(abs(amount))::HUGEINT::VARCHAR) - 1) // 3 * 3);
CREATE OR REPLACE TEMP MACRO slack(amount) AS CASE WHEN amount = 0 THEN 0::DECIMAL(30, 6) ELSE least(
    ('5e' || (last_digit(amount) - 1)::VARCHAR)::DECIMAL(30, 6), abs(amount) * 0.05::DECIMAL(3, 2)) END;

-- The least and the most that an amount with its hedge can mean.
CREATE OR REPLACE TEMP MACRO least_size(amount, qualifier) AS CASE qualifier
    WHEN 'exact' THEN abs(amount) - slack(amount)
    WHEN 'about' THEN abs(amount) * 0.90::DECIMAL(3, 2)
    WHEN 'almost' THEN abs(amount) * 0.95::DECIMAL(3, 2)
    WHEN 'up_to' THEN 0
    ELSE abs(amount) END::DECIMAL(30, 6);
CREATE OR REPLACE TEMP MACRO most_size(amount, qualifier) AS CASE qualifier
    WHEN 'exact' THEN abs(amount) + slack(amount)
    WHEN 'about' THEN abs(amount) * 1.10::DECIMAL(3, 2)
    WHEN 'over' THEN abs(amount) * 1.25::DECIMAL(3, 2)
    WHEN 'at_least' THEN '1e23'::DECIMAL(30, 6)
    ELSE abs(amount) END::DECIMAL(30, 6);
CREATE OR REPLACE TEMP MACRO at_least(amount, qualifier) AS
    CASE WHEN amount < 0 AND qualifier <> 'range' THEN -most_size(amount, qualifier)
    WHEN qualifier = 'range' THEN amount::DECIMAL(30, 6) ELSE least_size(amount, qualifier) END;
CREATE OR REPLACE TEMP MACRO at_most(amount, amount_to, qualifier) AS
    CASE WHEN qualifier = 'range' THEN amount_to::DECIMAL(30, 6)
    WHEN amount < 0 THEN -least_size(amount, qualifier) ELSE most_size(amount, qualifier) END;
