// How a group voted
//
// question = "How did a group vote on a subject, and who broke ranks?"
// note = "the Library's tables hold adopted resolutions only, so they say nothing of vetoes; a draft of the Council that failed has only its vetoes here"
// tags = ["votes"]
// identity = ["resolution"]
//
// [params.group]
// type = "entities"
// help = "an organisation, by any register's entry of that name, with its members of the day; or states with commas between"
//
// [params.subject]
// type = "text"
// help = "a word of the title, the subjects or the issues; every vote when empty"
//
// [columns]
// resolution = "what was voted on"
// date = "the day of the vote"
// title = "its title"
// adopted = "whether it was adopted"
// members = "how many members the group had that day"
// line = "the vote of more than half of the members that cast one: Y, N or A; not for a draft that failed, of which only the vetoes are known"
// yes = "how many members voted for"
// no = "how many voted against"
// abstain = "how many abstained"
// absent = "how many are recorded as not voting"
// unrecorded = "of how many the source has no vote, be they absent or not on the organ"
// broke_ranks = "the members that cast another vote than the line"
// their_votes = "theirs, in the same order"

WITH 'org:p5' AS group,
     'nuclear' AS subject
UNWIND split(group, ',') AS named
MATCH (one:Entity {id: named})
OPTIONAL MATCH (member:Country)-[m:MEMBER_OF]->(g:Entity)
WHERE m.status <> 'ended' AND (g.id = one.id OR one.folded IN coalesce(g.folded_aliases, []))
WITH subject, one, collect(CASE WHEN m IS NOT NULL THEN {id: member.id, from: coalesce(m.from_min, ''), until: coalesce(m.until_max, '9999')} END) AS members
WITH subject, CASE WHEN size(members) > 0 THEN members ELSE [{id: one.id, from: '', until: '9999'}] END AS members
UNWIND members AS member
WITH subject, collect(member) AS members
MATCH (res:Resolution)
WHERE toLower(coalesce(res.title, '')) CONTAINS toLower(subject) OR toLower(coalesce(res.description, '')) CONTAINS toLower(subject)
  OR any(x IN coalesce(res.subjects, []) + coalesce(res.issues, []) WHERE toLower(x) CONTAINS toLower(subject))
MATCH (res)<-[v:VOTED]-(state:Entity)
WITH members, res, min(coalesce(v.date, res.adopted)) AS date, collect({id: state.id, vote: v.vote}) AS cast
WITH res, date, [x IN members WHERE x.from <= date AND date <= x.until | x.id] AS members, cast
WITH res, date, members, [x IN cast WHERE x.id IN members] AS cast
WHERE size(cast) > 0
UNWIND cast AS x
WITH res, date, members, x
ORDER BY x.id
WITH res, date, size(members) AS members, collect(x) AS cast
WITH res, date, members, cast, size([x IN cast WHERE x.vote = 'Y']) AS yes, size([x IN cast WHERE x.vote = 'N']) AS no, size([x IN cast WHERE x.vote = 'A']) AS abstain
WITH res, date, members, cast, yes, no, abstain, res.outcome IS NOT NULL AND res.adopted IS NULL AS failed
WITH res, date, members, cast, yes, no, abstain, failed,
  CASE WHEN failed THEN null WHEN yes > no + abstain THEN 'Y' WHEN no > yes + abstain THEN 'N' WHEN abstain > yes + no THEN 'A' END AS line
RETURN res.id AS resolution, date, coalesce(res.title, res.name) AS title,
  CASE WHEN res.adopted IS NOT NULL THEN 'yes' WHEN failed THEN 'no' ELSE 'not stated' END AS adopted, members, line,
  CASE WHEN NOT failed THEN yes END AS yes, no, CASE WHEN NOT failed THEN abstain END AS abstain,
  size([x IN cast WHERE x.vote = 'X']) AS absent, members - size(cast) AS unrecorded,
  [x IN cast WHERE line IS NOT NULL AND x.vote IN ['Y', 'N', 'A'] AND x.vote <> line | x.id] AS broke_ranks,
  [x IN cast WHERE line IS NOT NULL AND x.vote IN ['Y', 'N', 'A'] AND x.vote <> line | x.vote] AS their_votes
ORDER BY date, resolution
