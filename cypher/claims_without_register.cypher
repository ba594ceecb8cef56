// Claims of supply without a register's word, and the reverse
//
// question = "Which supplies that documents claim are in no arms register, and which deals of a register does no document speak of?"
// note = "a claim and a deal match when the parties are the same, one item is of the other's kind, and their times may be the same"
// tags = ["arms", "claims"]
// identity = ["supplier", "recipient", "item", "only_in"]
//
// [params.item]
// type = "entity"
// help = "an item, or a category with all that is of its kind; everything when not given"
//
// [columns]
// supplier = "who supplies"
// recipient = "to whom"
// item = "what"
// only_in = "documents or register"
// in_documents = "the documents that claim it"
// in_register = "the register's deals, by their ids"
// years = "the deals' years of delivery; of the claims, from when to when they may hold"
// status = "what the evidence amounts to"

WITH null AS item
OPTIONAL MATCH (wanted:Entity {id: item})<-[up:KIND_OF*0..5]-(kind:Entity)
WHERE all(link IN up WHERE link.status <> 'ended')
WITH item, collect(DISTINCT kind.id) AS kinds
OPTIONAL MATCH (a:Actor)-[d:SUPPLIES]->(b:Entity)
WHERE d.status <> 'ended' AND any(x IN d.sources WHERE x STARTS WITH 'doc:')
OPTIONAL MATCH (up:Entity {id: d.item})-[:KIND_OF*0..5]->(wide:Entity)
WITH item, kinds, a, d, b, collect(DISTINCT wide.id) AS wider
OPTIONAL MATCH (down:Entity {id: d.item})<-[:KIND_OF*0..5]-(narrow:Entity)
WITH item, kinds, a, d, b, wider, collect(DISTINCT narrow.id) AS narrower
OPTIONAL MATCH (a)-[deal:SUPPLIES]->(b)
WHERE deal.status <> 'ended' AND none(x IN deal.sources WHERE x STARTS WITH 'doc:') AND deal.cameo IS NULL
  AND NOT (deal.deal_status IS NOT NULL AND deal.delivery_years IS NULL AND coalesce(deal.quantity_min, 0) = 0)
  AND (d.item IS NULL OR deal.item IN wider OR deal.item IN narrower)
  AND coalesce(d.from_min, '') <= coalesce(deal.until_max, '9999') AND coalesce(deal.from_min, '') <= coalesce(d.until_max, '9999')
WITH item, kinds, collect(CASE WHEN deal IS NOT NULL THEN [d.pid, deal.pid] END) AS pairs
WITH item, kinds, reduce(all = [], pair IN pairs | all + pair) AS met
MATCH (s:Actor)-[r:SUPPLIES]->(o:Entity)
WHERE r.status <> 'ended' AND r.cameo IS NULL AND NOT r.pid IN met AND (item IS NULL OR r.item IN kinds)
  AND NOT (r.deal_status IS NOT NULL AND r.delivery_years IS NULL AND coalesce(r.quantity_min, 0) = 0)
WITH s.id AS supplier, o.id AS recipient, r, [x IN r.sources WHERE x STARTS WITH 'doc:'] AS said
ORDER BY coalesce(r.from_min, ''), coalesce(r.scope, ''), r.pid
WITH supplier, recipient, r.item AS item, CASE WHEN size(said) > 0 THEN 'documents' ELSE 'register' END AS only_in, collect(said) AS said,
  collect(CASE WHEN size(said) = 0 THEN coalesce(r.scope, r.pid) END) AS in_register, min(r.status) AS status,
  collect(CASE WHEN r.delivery_years IS NOT NULL THEN r.delivery_years
               WHEN r.from_min IS NULL AND r.until_max IS NULL THEN []
               ELSE [coalesce(substring(r.from_min, 0, 10), '') + '..' + coalesce(substring(r.until_max, 0, 10), '')] END) AS times
RETURN supplier, recipient, item, only_in, reduce(all = [], x IN said | all + [y IN x WHERE NOT y IN all]) AS in_documents, in_register,
  reduce(all = [], x IN times | all + [y IN x WHERE NOT y IN all]) AS years, status
ORDER BY only_in, supplier, recipient, item
