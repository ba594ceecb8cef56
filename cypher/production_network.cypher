// Who and what is tied to the production of an item
//
// question = "Which sites, companies and people are tied to the production of an item?"
// tags = ["arms", "network"]
// identity = ["entity", "relation", "other"]
//
// [params.item]
// type = "entity"
// help = "the item; what it is a kind of, and the kinds of it, count too"
//
// [columns]
// entity = "a site, company or person"
// relation = "how it is tied"
// other = "to what"
// status = "what the evidence amounts to"
// source = "the documents and registers behind it"

WITH 'item:shahed-136' AS item
MATCH (i:Entity {id: item})
MATCH (i)-[:KIND_OF*0..3]-(kind:Item)
WITH collect(DISTINCT kind) AS kinds
CALL (kinds) {
  UNWIND kinds AS kind
  MATCH (maker:Entity)-[r:PRODUCES]->(kind)
  RETURN maker.id AS entity, type(r) AS relation, kind.id AS other, r.status AS status, r.sources AS source
UNION
  UNWIND kinds AS kind
  MATCH (maker:Entity)-[:PRODUCES]->(kind)
  MATCH (maker)-[r:LOCATED_IN|BASED_IN|OWNS|CONTROLS|PART_OF|LINKED_TO|DIRECTS|EMPLOYED_BY|ACTS_FOR|SUPPLIES]-(near:Entity)
  RETURN startNode(r).id AS entity, type(r) AS relation, endNode(r).id AS other, r.status AS status, r.sources AS source
UNION
  UNWIND kinds AS kind
  MATCH (p:Proposition)-[:ITEM]->(kind)
  WHERE p.type IN ['SUPPLIES', 'SEEKS_SUPPLY', 'OFFERS'] AND p.status IN ['acknowledged', 'contested', 'corroborated', 'single_source']
  RETURN p.subject AS entity, p.type AS relation, p.object AS other, p.status AS status, p.originals AS source
}
RETURN entity, relation, other, status, source
ORDER BY entity, relation, other, status
