-- 1 visits | Who visited whom, in order? | Кто кого посетил, по порядку? | Кім кімге барды, ретімен?
SELECT start_date, visitor, visitor_country, destination, city, kind, status
FROM visits WHERE recommended_for_totals ORDER BY start_date IS NULL, start_date, visit_id;

-- 2 visits | How many visits between each pair of countries? | Сколько визитов между каждой парой стран? | Әр екі ел арасында қанша сапар болды?
SELECT visitor_country || ' → ' || destination AS way, count(*) AS visits
FROM visits WHERE status = 'held' AND recommended_for_totals GROUP BY way ORDER BY visits DESC, way;

-- 3 visits | Which planned visits are known? | Какие визиты планируются? | Қандай сапарлар жоспарда?
SELECT visitor, visitor_country, destination, start_date, date_precision, last_reported_on
FROM visits WHERE status IN ('planned', 'invited') ORDER BY start_date IS NULL, start_date, visit_id;

-- 4 visits | Where do reports of a visit differ in its state? | У каких визитов состояние менялось от статьи к статье? | Қай сапарлардың жағдайы мақаладан мақалаға өзгерді?
SELECT visit_id, destination, group_concat(DISTINCT status) AS states, count(*) AS claims
FROM visit_claims GROUP BY visit_id, destination HAVING count(DISTINCT status) > 1 ORDER BY visit_id;

-- 5 visits | Whom did a visitor meet? | С кем встречались гости? | Қонақтар кіммен кездесті?
SELECT visitor, start_date, destination, host.value AS met
FROM visits, json_each(hosts) AS host ORDER BY start_date IS NULL, start_date, visit_id, met;

-- 6 agreements | What was signed with each country, in which fields? | Что подписано с каждой страной и в каких сферах? | Әр елмен, қай салаларда не қол қойылды?
SELECT party.value AS country, coalesce(field.value, '–') AS field, sum(coalesce(documents, 1)) AS documents
FROM agreements, json_each(agreements.parties) AS party
LEFT JOIN json_each(agreements.sectors) AS field ON true
JOIN parties AS known ON known.party = party.value AND known.kind <> 'organisation'
WHERE recommended_for_totals GROUP BY 1, 2 ORDER BY documents DESC, 1, 2;

-- 7 agreements | What belongs to a bundle? | Что входит в пакеты документов? | Топтамаларға не кіреді?
SELECT bundle.parties, bundle.documents, bundle.amount, member.kind, member.title, member.amount AS member_amount
FROM agreements AS member JOIN agreements AS bundle ON member.bundle_id = bundle.agreement_id
ORDER BY bundle.agreement_id, member.agreement_id;

-- 8 agreements | Which documents are not signed yet? | Какие документы ещё не подписаны? | Қандай құжаттарға әлі қол қойылмады?
SELECT parties, kind, title, status, last_reported_on FROM agreements
WHERE status IN ('proposed', 'planned', 'agreed') ORDER BY last_reported_on DESC, agreement_id;

-- 9 agreements | Which companies sign most? | Какие компании подписывают больше всего? | Қай компаниялар көбірек қол қояды?
SELECT party.value AS company, count(*) AS agreements
FROM agreements, json_each(agreements.parties) AS party
JOIN parties AS known ON known.party = party.value AND known.kind = 'organisation'
GROUP BY company ORDER BY agreements DESC, company;

-- 10 trade-flows | What is the turnover with each partner and year? | Каков товарооборот с каждым партнёром по годам? | Әр серіктеспен жылдар бойынша тауар айналымы қандай?
SELECT reporter || ' – ' || partner || ', ' || coalesce(substr(period_end, 1, 4), '?') AS who, amount, unit, qualifier,
    disputed, lowest_amount, highest_amount
FROM trade_flows WHERE flow = 'turnover' AND measure = 'value' AND basis = 'actual' AND commodity IS NULL
ORDER BY period_end DESC, amount DESC;

-- 11 trade-flows | Where do sources contradict each other? | Где источники противоречат друг другу? | Дереккөздер қай жерде қайшы?
SELECT flow.trade_flow_id, flow.reporter, flow.partner, substr(flow.period_end, 1, 4) AS year,
    claim.amount, claim.qualifier, claim.claimant, claim.reported_on, claim.quote
FROM trade_flows AS flow JOIN trade_claims AS claim USING (trade_flow_id)
WHERE flow.disputed ORDER BY flow.trade_flow_id, claim.standing;

-- 12 trade-flows | Which targets and forecasts are named? | Какие названы цели и прогнозы? | Қандай мақсаттар мен болжамдар аталды?
SELECT reporter || ' – ' || partner AS who, amount, unit, qualifier, basis, period_end
FROM trade_flows WHERE basis <> 'actual' AND measure = 'value' ORDER BY amount DESC, trade_flow_id;

-- 13 trade-flows | Which goods are traded? | Какими товарами торгуют? | Қандай тауарлармен сауда жасалады?
SELECT commodity, reporter, partner, flow, measure, amount, unit FROM trade_flows
WHERE commodity IS NOT NULL ORDER BY commodity, trade_flow_id;

-- 14 trade-flows | Who has invested how much where? | Кто, куда и сколько вложил? | Кім, қайда, қанша салды?
SELECT source || ' → ' || target AS way, amount, unit, measure, period_start, period_end, disputed FROM investments
WHERE basis = 'actual' AND measure IN ('stock', 'flow') ORDER BY amount DESC, investment_id;

-- 15 corridors | How much moved along each corridor? | Сколько перевезено по каждому коридору? | Әр дәлізбен қанша тасылды?
SELECT corridors.name_en || ', ' || coalesce(substr(period_end, 1, 4), '?') AS corridor, amount, unit, qualifier, basis
FROM corridor_metrics JOIN corridors USING (corridor)
WHERE metric = 'volume' ORDER BY unit, amount DESC, corridor_metric_id;

-- 16 corridors | What is known of every corridor? | Что известно о каждом коридоре? | Әр дәліз туралы не белгілі?
SELECT name_en, metric, count(*) AS figures, sum(disputed) AS disputed
FROM corridors JOIN corridor_metrics USING (corridor) GROUP BY name_en, metric ORDER BY figures DESC, name_en, metric;

-- 17 trade-flows | Which words carry a record? | Какие слова несут запись? | Жазбаны қандай сөздер көтереді?
SELECT field, words, how, quote, title
FROM trade_claims JOIN evidence USING (claim_id) JOIN articles USING (article_id)
WHERE trade_flow_id = (SELECT trade_flow_id FROM trade_flows ORDER BY disputed DESC, trade_flow_id LIMIT 1)
ORDER BY standing, evidence.start_char, field;

-- 18 visits | What does each publisher report? | О чём сообщает каждое издание? | Әр басылым не туралы хабарлайды?
SELECT coalesce(publisher, '?') AS publisher, count(*) AS claims, sum(standing = 1) AS shown
FROM visit_claims JOIN articles USING (article_id) GROUP BY 1 ORDER BY claims DESC, 1;

-- 19 agreements | Which articles say nothing of agreements? | В каких статьях нет соглашений? | Қай мақалаларда келісім жоқ?
SELECT title, publisher, published_on, claims FROM articles JOIN coverage USING (article_id)
ORDER BY claims, published_on DESC, article_id;

-- 20 trade-flows | What was corrected by people or withdrawn? | Что исправили люди или отозвано? | Адамдар нені түзетті не қайтарды?
SELECT 'corrected' AS what, trade_flow_id AS record, last_recorded_at AS at, chosen_because AS why FROM trade_flows
WHERE corrected UNION ALL SELECT 'withdrawn', row_id, withdrawn_at, reason FROM withdrawn ORDER BY 1, 2;
