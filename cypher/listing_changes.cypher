// What changed in a register between two snapshots
//
// question = "What was newly listed, changed or delisted between two snapshots?"
// note = "changes are counted from the first snapshot that was loaded, which itself lists nothing new"
// tags = ["sanctions", "snapshots"]
// identity = ["change", "target"]
//
// [params.register]
// type = "register"
// help = "the register, such as ofac_sdn"
//
// [params.from]
// type = "date"
// help = "the earlier snapshot's date; what the first snapshot already held is never new"
//
// [params.to]
// type = "date"
// help = "the later snapshot's date"
//
// [columns]
// change = "listed, changed or delisted"
// target = "the party"
// name = "its name"
// programme = "the programmes it is or was under"
// on = "the snapshot in which the change first shows"
// record = "the register's record"

WITH 'ofac_sdn' AS register,
     '2000-01-01' AS from,
     toString(date()) AS to
MATCH (s:Source {id: 'source:' + register})
MATCH (s)<-[:LOADED]-(run:Run)
WITH register, from, to, min(run.snapshot) AS first
WITH register, to, CASE WHEN from < first THEN first ELSE from END AS base
MATCH (r:Record {register: register})
WHERE any(day IN r.dates WHERE day > base AND day <= to)
WITH r,
  size([day IN r.dates WHERE day <= base]) AS before,
  size([day IN r.dates WHERE day <= to]) AS after
WITH r, before, after,
  CASE WHEN before = 0 THEN '' ELSE r.digests[before - 1] END AS was,
  CASE WHEN after = 0 THEN '' ELSE r.digests[after - 1] END AS is
WHERE was <> is
MATCH (r)-[:DESCRIBES]->(e:Entity)
OPTIONAL MATCH (e)<-[s:SANCTIONS]-()
WHERE r.id IN s.records
WITH r, e, after, was, is, s.scope AS scope
ORDER BY scope
WITH r, e, after, was, is, collect(DISTINCT scope) AS programmes
RETURN CASE WHEN was = '' THEN 'listed' WHEN is = '' THEN 'delisted' ELSE 'changed' END AS change,
  e.id AS target, e.name AS name, programmes AS programme, r.dates[after - 1] AS on, r.id AS record
ORDER BY change DESC, on, target
