// Arms transfers while an embargo was in force
//
// question = "Which transfers fall under a provision on arms, and was it in force when they were delivered?"
// note = "a register has whole years; whether the item itself is covered is to be read in the provision"
// tags = ["arms", "resolutions", "in force"]
// identity = ["pid", "provision"]
//
// [params.recipient]
// type = "entity"
// help = "one recipient; every one when not given"
//
// [columns]
// supplier = "who supplied"
// recipient = "to whom"
// item = "what"
// delivered = "the years of delivery; of a document's claim, from when to when it may hold"
// provision = "a paragraph on arms from or to one of the two, of a resolution adopted before the transfer ended"
// measure = "what it restricts"
// in_force = "yes: in all of that time; partly: in some of the years; maybe: in part of a year; contested: only by a disputed period; no; not stated: when the provision was; not dated: the transfer"
// disputed_by = "who denies that it was in force, where it is contested"
// estimate = "whether the number or years of delivery are estimates"
// status = "what the evidence of the transfer amounts to"
// pid = "the transfer's proposition"

WITH null AS recipient
MATCH (res:Resolution)-[:HAS_PROVISION]->(p:Entity)
WHERE toLower(p.measure) CONTAINS 'arms'
WITH recipient, res, p, CASE WHEN toLower(p.measure) CONTAINS 'arms exports' OR toLower(p.measure) CONTAINS 'arms supplies from' THEN 'from' ELSE 'to' END AS way,
  ' ' + reduce(t = coalesce(p.text, '') + ' ' + p.measure + ' ' + coalesce(res.title, ''), mark IN [',', '.', ';', ':', '(', ')', '\'', '’'] | replace(t, mark, ' ')) + ' ' AS words
MATCH (state:Country)
WHERE words CONTAINS ' ' + state.name + ' '
WITH recipient, res, p, way, words, collect(state) AS named
WITH recipient, res, p, way, [x IN named WHERE none(y IN named WHERE size(y.name) > size(x.name) AND y.name CONTAINS x.name)] AS named
UNWIND named AS state
OPTIONAL MATCH (p)-[f:IN_FORCE]->(res)
WITH recipient, res, p, way, state, collect(CASE WHEN f IS NOT NULL THEN {from: coalesce(f.from, ''), until: coalesce(f.until, '9999'), contested: f.contested, denied_by: f.denied_by} END) AS periods
MATCH (state)-[r:SUPPLIES]-(other:Entity)
WHERE r.status <> 'ended' AND r.cameo IS NULL AND (way = 'from') = (startNode(r).id = state.id)
  AND (recipient IS NULL OR endNode(r).id = recipient)
  AND NOT (r.deal_status IS NOT NULL AND r.delivery_years IS NULL AND coalesce(r.quantity_min, 0) = 0)
WITH res, p, periods, r, CASE WHEN r.delivery_years IS NULL THEN [[coalesce(r.from_min, ''), coalesce(r.until_max, '9999')]]
  ELSE [y IN r.delivery_years | [y + '-01-01', y + '-12-31']] END AS spans
WITH p, periods, r, spans, r.delivery_years IS NULL AND r.from_min IS NULL AND r.until_max IS NULL AS undated, res.adopted AS adopted
WHERE undated OR adopted IS NULL OR any(x IN spans WHERE x[1] >= adopted)
WITH p, periods, r, spans, undated,
  size([x IN spans WHERE any(y IN periods WHERE NOT y.contested AND y.from <= x[0] AND x[1] < y.until)]) AS whole,
  size([x IN spans WHERE any(y IN periods WHERE NOT y.contested AND y.from <= x[1] AND x[0] < y.until)]) AS touching,
  [y IN periods WHERE y.contested AND any(x IN spans WHERE y.from <= x[1] AND x[0] < y.until)] AS disputed
WITH p, r, undated, disputed, CASE WHEN size(periods) = 0 THEN 'not stated' WHEN undated THEN 'not dated' WHEN whole = size(spans) THEN 'yes' WHEN whole > 0 THEN 'partly'
  WHEN touching > 0 THEN 'maybe' WHEN size(disputed) > 0 THEN 'contested' ELSE 'no' END AS in_force
RETURN startNode(r).id AS supplier, endNode(r).id AS recipient, r.item AS item,
  CASE WHEN r.delivery_years IS NOT NULL THEN r.delivery_years
       WHEN undated THEN []
       ELSE [coalesce(substring(r.from_min, 0, 10), '') + '..' + coalesce(substring(r.until_max, 0, 10), '')] END AS delivered,
  p.id AS provision, p.measure AS measure, in_force, CASE WHEN in_force = 'contested' THEN disputed[0].denied_by END AS disputed_by,
  coalesce(r.estimate, false) OR coalesce(r.delivery_years_estimate, false) AS estimate, r.status AS status, r.pid AS pid
ORDER BY coalesce(r.from_min, ''), supplier, recipient, item, pid, provision
