// How two actors are connected by what nobody disputes
//
// question = "How is X connected to Y by uncontested or acknowledged edges only?"
// tags = ["network", "contested"]
// identity = ["hop"]
//
// [params.a]
// type = "entity"
// help = "one actor"
//
// [params.b]
// type = "entity"
// help = "the other"
//
// [params.max_hops]
// type = "integer"
// help = "how long the path may be, up to 4"
//
// [columns]
// hop = "1 for the first"
// from = "the hop's subject"
// type = "the relationship"
// to = "its object"
// item = "with what"
// status = "what the evidence amounts to"
// source = "the documents and registers behind it"

WITH 'country:IR' AS a,
     'country:RU' AS b,
     4 AS max_hops
MATCH (x:Entity {id: a})
MATCH (y:Entity {id: b})
MATCH path = (x)-[links:SUPPLIES|SEEKS_SUPPLY|OFFERS|PRODUCES|USES|COOPERATES_MILITARILY|SANCTIONS|OWNS|CONTROLS|DIRECTS|ACTS_FOR|LINKED_TO|PART_OF|LOCATED_IN|SPEAKS_FOR*1..4]-(y)
WHERE length(path) <= max_hops AND all(l IN links WHERE l.status <> 'ended' AND (coalesce(l.contested, false) = false OR l.status = 'acknowledged'))
WITH links, length(path) AS hops, [l IN links | l.pid] AS pids
ORDER BY hops, pids
LIMIT 1
UNWIND range(0, size(links) - 1) AS i
WITH i, links[i] AS l
RETURN i + 1 AS hop, startNode(l).id AS from, type(l) AS type, endNode(l).id AS to, l.item AS item, l.status AS status, l.sources AS source
ORDER BY hop
