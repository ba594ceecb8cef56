// Arms supplied to a state
//
// question = "Who supplied what to a state between two dates, and which of the numbers are estimates?"
// note = "a number and a TIV are of the whole deal: where `within` is partly or maybe, not all of it falls between the dates"
// tags = ["arms"]
// identity = ["pid"]
//
// [params.recipient]
// type = "entity"
// help = "the state, or another recipient"
//
// [params.from]
// type = "date"
// help = "the first day"
//
// [params.to]
// type = "date"
// help = "the last day"
//
// [params.item]
// type = "entity"
// help = "an item, or a category with all that is of its kind; everything when not given"
//
// [columns]
// supplier = "who supplied it"
// item = "what"
// number = "how many were delivered under the deal, or the least that is claimed"
// at_most = "the most, where a most is stated"
// estimate = "whether the number is an estimate"
// uncertain = "what else of the deal the register marks as an estimate"
// ordered = "how many were ordered"
// tiv = "the trend-indicator value of what was delivered, in millions; 0 stands for less than 0.5"
// years = "the years of delivery; of a document's claim, from when to when it may hold"
// within = "yes: every year lies between the dates; partly: some do; maybe: none does wholly, or the time is not stated"
// status = "what the evidence amounts to"
// source = "the registers and documents behind it"
// pid = "the proposition"

WITH 'country:RU' AS recipient,
     '1950-01-01' AS from,
     toString(date()) AS to,
     null AS item
MATCH (o:Entity {id: recipient})
OPTIONAL MATCH (wanted:Entity {id: item})<-[up:KIND_OF*0..5]-(kind:Entity)
WHERE all(link IN up WHERE link.status <> 'ended')
WITH o, from, to, item, collect(DISTINCT kind.id) AS kinds
MATCH (o)<-[r:SUPPLIES]-(s:Entity)
WHERE r.status <> 'ended' AND (item IS NULL OR r.item IN kinds) AND (r.cameo IS NULL OR item IS NOT NULL OR r.item = 'item:military-aid')
  AND NOT (r.deal_status IS NOT NULL AND r.delivery_years IS NULL AND coalesce(r.quantity_min, 0) = 0)
WITH s, r, from, to, CASE WHEN r.delivery_years IS NULL THEN [[coalesce(r.from_min, ''), coalesce(r.until_max, '9999')]]
  ELSE [y IN r.delivery_years | [y + '-01-01', y + '-12-31']] END AS spans
WITH s, r, from, to, spans
OPTIONAL MATCH (:Proposition {id: r.pid})<-[:ABOUT]-(c:Claim)
WHERE c.stance IN ['asserts', 'acknowledges', 'qualifies']
WITH s, r, from, to, spans, min(c.quantity_min) AS least, max(c.quantity_max) AS most, [x IN collect(c.estimate) WHERE x] AS guesses, count(c.quantity_min) + count(c.quantity_max) AS numbers
WITH s, r, least, most, CASE WHEN r.estimate IS NULL AND numbers > 0 THEN size(guesses) > 0 END AS guessed, size(spans) AS all_of_them, size([x IN spans WHERE x[0] >= from AND x[1] <= to]) AS inside,
  size([x IN spans WHERE x[0] <= to AND x[1] >= from]) AS touching
WHERE touching > 0
RETURN s.id AS supplier, r.item AS item, coalesce(r.quantity_min, least) AS number, coalesce(r.quantity_max, most) AS at_most,
  coalesce(r.estimate, guessed) AS estimate,
  [x IN [CASE WHEN r.order_year_estimate THEN 'order year' END, CASE WHEN r.ordered_estimate THEN 'number ordered' END,
    CASE WHEN r.delivery_years_estimate THEN 'delivery years' END] WHERE x IS NOT NULL] AS uncertain,
  r.ordered AS ordered, r.tiv_delivered AS tiv,
  CASE WHEN r.delivery_years IS NOT NULL THEN r.delivery_years
       WHEN r.from_min IS NULL AND r.until_max IS NULL THEN []
       ELSE [coalesce(substring(r.from_min, 0, 10), '') + '..' + coalesce(substring(r.until_max, 0, 10), '')] END AS years,
  CASE WHEN inside = all_of_them THEN 'yes' WHEN inside > 0 THEN 'partly' ELSE 'maybe' END AS within,
  r.status AS status, r.sources AS source, r.pid AS pid
ORDER BY supplier, coalesce(r.from_min, ''), item, pid
