// The shortest supply chain
//
// question = "What is the shortest supply chain from a producer to a user, with the evidence of each hop?"
// tags = ["arms", "network"]
// identity = ["hop"]
//
// [params.producer]
// type = "entity"
// help = "where it begins"
//
// [params.user]
// type = "entity"
// help = "where it ends"
//
// [columns]
// hop = "1 for the first"
// from = "who"
// type = "does what"
// to = "to whom"
// item = "with what"
// status = "what the evidence amounts to"
// source = "the documents and registers behind it"

WITH 'country:IR' AS producer,
     'country:RU' AS user
MATCH (a:Entity {id: producer})
MATCH (b:Entity {id: user})
MATCH path = (a)-[links:SUPPLIES|OWNS|CONTROLS|PRODUCES|ACTS_FOR*1..4]->(b)
WHERE all(l IN links WHERE l.status <> 'ended')
WITH links, length(path) AS hops, [l IN links | l.pid] AS pids
ORDER BY hops, pids
LIMIT 1
UNWIND range(0, size(links) - 1) AS i
WITH i, links[i] AS l
RETURN i + 1 AS hop, startNode(l).id AS from, type(l) AS type, endNode(l).id AS to, l.item AS item, l.status AS status, l.sources AS source
ORDER BY hop
