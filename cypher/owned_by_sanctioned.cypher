// Owned by the sanctioned, not listed
//
// question = "What is owned or controlled by a sanctioned party and not itself listed?"
// note = "parties of two lists are one where `actorgraph match` joined them by a published identifier; match --candidates lists those that share only a name"
// tags = ["sanctions", "ownership"]
// identity = ["entity", "owner", "chain"]
//
// [params.max_hops]
// type = "integer"
// help = "how long a chain of ownership may be, up to 4"
//
// [columns]
// entity = "the unlisted entity"
// owner = "the sanctioned party, itself or as another register has it"
// chain = "the chain between them, owner first"
// hops = "its length"
// authority = "who lists the owner"

WITH 3 AS max_hops
MATCH (owner:Entity)-[holding:OWNS|CONTROLS]->(held:Entity)
WHERE holding.status <> 'ended'
WITH DISTINCT max_hops, owner
MATCH (owner)-[same:SAME_AS*0..3]-(self:Entity)
WHERE all(link IN same WHERE NOT link.status IN ['ended', 'contested'])
WITH DISTINCT max_hops, owner, self
MATCH (self)<-[r:SANCTIONS]-(by:Entity)
WHERE r.status <> 'ended'
WITH max_hops, owner, by
ORDER BY by.id
WITH max_hops, owner, collect(DISTINCT by.id) AS authority
MATCH path = (owner)-[links:OWNS|CONTROLS*1..4]->(e:Entity)
WHERE length(path) <= max_hops AND all(l IN links WHERE l.status <> 'ended')
  AND NOT EXISTS { MATCH (e)<-[s:SANCTIONS]-() WHERE s.status <> 'ended' }
  AND NOT EXISTS { MATCH (e)-[t:SAME_AS]-(twin)<-[s:SANCTIONS]-() WHERE s.status <> 'ended' AND NOT t.status IN ['ended', 'contested'] }
RETURN e.id AS entity, owner.id AS owner, [n IN nodes(path) | n.id] AS chain, length(path) AS hops, authority
ORDER BY entity, hops, owner, chain
