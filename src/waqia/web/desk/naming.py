"""What fields, values and rules of records are called on pages; translated where drawn."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    return text


FIELDS = {
    "type": _("Type"),
    "date": _("Date"),
    "place": _("Place"),
    "coordinates": _("Coordinates"),
    "perpetrators": _("Perpetrators"),
    "responders": _("Responders"),
    "target_actors": _("Forces or groups targeted"),
    "targets": _("Targets"),
    "tactics": _("Tactics"),
    "tags": _("Tags"),
    "killed": _("Killed"),
    "injured": _("Injured"),
    "arrested": _("Arrested"),
    "abducted": _("Abducted"),
    "casualties": _("Casualties by party"),
    "summary": _("Summary"),
    "status": _("Status"),
    "n_accounts": _("Number of accounts"),
    "n_sources": _("Number of sources"),
    "disputed": _("Fields in which accounts differ"),
}
"""A field of an incident or account → its name."""
SAID = FIELDS | {"claim": _("How it is known"), "reported_by": _("Reported by")}
"""The same, and what an account alone says."""

RULES = {
    "only_account": _("The only account there is."),
    "highest_graded": _(
        "The account with the best grade: source reliability A first, then credibility 1 first."
    ),
    "most_precise": _(
        "The most precise account: a day before a month, a town before a district, an exact "
        "count before a range."
    ),
    "latest": _("The account whose source was published last."),
    "modal": _("The value that most accounts give."),
    "median": _("The count in the middle of the accounts' counts."),
    "minimum": _("The lowest count."),
    "maximum": _("The highest count."),
    "union": _("Every code that any account gives."),
    "override": _("Decided by a person, in place of the rule."),
    "agreed": _("All accounts that say anything say the same."),
    "fits_totals": _("The split that fits the totals."),
    "gives_totals": _("The split of the account that gave the totals."),
    "gives_place": _("The coordinates of the account that gave the place."),
    "smallest_id": _("Nothing else decided; the account that came in first."),
}
"""An adjudication rule → what it does."""

RULE_NAMES = {
    "only_account": _("only account"),
    "highest_graded": _("highest graded"),
    "most_precise": _("most precise"),
    "latest": _("latest"),
    "modal": _("most frequent"),
    "median": _("median"),
    "minimum": _("lowest"),
    "maximum": _("highest"),
    "union": _("union"),
    "override": _("decided by a person"),
    "agreed": _("agreed"),
    "fits_totals": _("fits the totals"),
    "gives_totals": _("gave the totals"),
    "gives_place": _("gave the place"),
    "smallest_id": _("first"),
}
"""An adjudication rule → its short name."""

PRECISIONS = (
    _("exact"), _("town"), _("district"), _("division"), _("province"), _("country"), _("unknown"),
    _("day"), _("range"), _("week"), _("month"), _("quarter"), _("year"),
)  # fmt: skip
"""How precisely a place or a date is known."""

CLAIMS = {
    "claimed": _("claimed"),
    "attributed": _("attributed by officials"),
    "suspected": _("suspected"),
    "denied": _("denied"),
    "unknown": _("not known how it is known"),
}
"""A claim mode → how an attribution is known."""

STATES = (_("candidate"), _("confirmed"), _("withdrawn"), _("merged"), _("accepted"),
          _("proposed"), _("set aside"))  # fmt: skip
"""States of incidents and accounts."""

SEVERITIES = (_("error"), _("warning"), _("note"))
"""Severities of findings."""

JUDGEMENTS = {
    "same": _("the same incident"),
    "different": _("different incidents"),
    "unsure": _("not sure"),
}
"""A judgement of two accounts → what it says."""

TRAITS = {
    "date": _("date"),
    "place": _("place"),
    "actors": _("actors"),
    "kind": _("type, targets and tactics"),
    "killed": _("killed"),
    "injured": _("injured"),
    "words": _("words of title and summary"),
    "source": _("source and publication"),
}
"""What a suggestion of a link rests on."""

KINDS = {"document": _("document"), "dataset": _("dataset"), "citation": _("cited only")}
"""A kind of source → its name."""

ACCESS = {"public": _("public"), "restricted": _("restricted"), "confidential": _("confidential")}
"""An access level → its name."""

RELIABILITY = {
    "A": _("A, completely reliable"),
    "B": _("B, usually reliable"),
    "C": _("C, fairly reliable"),
    "D": _("D, not usually reliable"),
    "E": _("E, unreliable"),
    "F": _("F, reliability cannot be judged"),
}
"""Reliability of a source by the Admiralty scale → in words."""

CREDIBILITY = {
    1: _("1, confirmed by other sources"),
    2: _("2, probably true"),
    3: _("3, possibly true"),
    4: _("4, doubtful"),
    5: _("5, improbable"),
    6: _("6, truth cannot be judged"),
}
"""Credibility of an account by the Admiralty scale → in words."""

RELATIONS = {
    "splinter_of": (_("splinter of"), _("split off:")),
    "merged_into": (_("merged into"), _("taken in:")),
    "part_of": (_("part of"), _("has as a part")),
    "pledged_to": (_("has pledged allegiance to"), _("has the pledge of")),
    "allied_with": (_("allied with"), _("allied with")),
    "cover_name_of": (_("cover name of"), _("uses the cover name")),
    "successor_of": (_("successor of"), _("succeeded by")),
    "rival_of": (_("rival of"), _("rival of")),
    "ideological_cooperation": (_("shares the ideology of"), _("shares the ideology of")),
    "logistical_cooperation": (_("supplies, or is supplied by"), _("supplies, or is supplied by")),
    "operational_cooperation": (_("carries out attacks with"), _("carries out attacks with")),
}
"""A kind of relation → what it is called from the one side and from the other."""

MEASURES = {
    "operation": _("operation"), "law": _("law"), "policy": _("policy"),
    "institution": _("institution"), "plan_point": _("point of a plan"), "dialogue": _("dialogue"),
}  # fmt: skip
"""A kind of state response → its name."""

EVENTS = {
    "election": _("election"), "operation": _("operation"), "policy": _("policy"),
    "ceasefire": _("ceasefire"), "attack": _("attack"), "law": _("law"),
    "takeover": _("takeover"), "other": _("other"),
}  # fmt: skip
"""A kind of event → its name."""

LEVELS = {
    "country": _("country"), "province": _("province"), "division": _("division"),
    "district": _("district"), "city": _("town"),
}  # fmt: skip
"""A level of the gazetteer → its name."""

SPELLINGS = {
    "official": _("official"), "variant": _("spelling"), "former": _("former name"),
    "abbreviation": _("abbreviation"),
}  # fmt: skip
"""A kind of a place's name → what it is called."""

VOCABULARIES = {
    "type": _("Types of incident"),
    "target": _("Targets"),
    "tactic": _("Tactics"),
    "party": _("Parties"),
    "actor": _("Actors"),
    "actor_category": _("Kinds of actor"),
    "region": _("Reporting regions"),
    "event": _("Events"),
}
"""A vocabulary of a codebook → its name."""

RECORDS = (
    _("account"), _("incident"), _("source"), _("decision"), _("coding"), _("task"), _("sample"),
    _("user"), _("release"), _("codebook"), _("model"),
)  # fmt: skip
"""Kinds of records of a register."""

KEPT = (
    _("id"), _("title"), _("publisher"), _("author"), _("url"), _("language"), _("access"),
    _("embargo"), _("reliability"), _("credibility"), _("note"), _("role"), _("clearance"),
    _("active"), _("accounts"), _("values"), _("provenance"), _("settled"), _("overrides"),
    _("merged_into"), _("summary"), _("perpetrators"), _("responders"), _("target_actors"),
    _("targets"), _("tactics"), _("tags"), _("coordinates"), _("casualties"), _("kind"),
    _("date_start"), _("date_end"), _("date_precision"), _("place_precision"), _("anchors"),
    _("reported_by"),
)  # fmt: skip
"""Fields of records, as they are named in what is said of them."""

QUEUES = (_("new"), _("disputed"), _("second"), _("quality"), _("links"))
"""Queues of review, as they are called in what is said of their items."""

ROLES = (_("viewer"), _("coder"), _("reviewer"), _("editor"), _("administrator"))
"""Roles of users."""

WAYS = (_("password"), _("token"), _("identity"))
"""By what users say who they are."""

JOBS = (_("waiting"), _("running"), _("done"), _("failed"), _("cancelled"))
"""States of work in the background."""

OUTCOMES = (_("killed"), _("injured"), _("arrested"), _("abducted"))
"""What happened to persons."""

COUNTING = (
    _("All violence, every casualty"),
    _("Every incident counts; attackers' own casualties are in the numbers."),
    _("All violence, without attackers' casualties"),
    _("Every incident counts; casualties of militants themselves are left out."),
    _("Every incident counts; casualties of the armed groups themselves are left out."),
    _("Attacks only, every casualty"),
    _("Only attacks count, not what the state did; attackers' own casualties are in the numbers."),
    _("Attacks only, without attackers' casualties"),
    _(
        "Only attacks count, not what the state did; casualties of militants themselves are left "
        "out."
    ),
    _(
        "Only attacks count, not what the state did; casualties of the armed groups themselves "
        "are left out."
    ),
)
"""The counting rules of the codebooks that come with waqia, and what they count."""

ACTS = {
    "login": _("logging in"),
    "login.throttled": _("logging in too soon"),
    "read": _("reading"),
    "source.add": _("adding a source"),
    "source.change": _("changing a source"),
    "source.see": _("seeing a source"),
    "account.add": _("adding an account"),
    "account.correct": _("correcting an account"),
    "account.correct_others": _("correcting an account of somebody else"),
    "account.set_aside": _("setting an account aside"),
    "account.accept": _("accepting a proposed account"),
    "account.split": _("splitting an account"),
    "account.join": _("joining accounts"),
    "account.see": _("seeing an account"),
    "accounts.import": _("importing accounts"),
    "accounts.propose": _("reading documents"),
    "accounts.import_as": _("importing accounts of somebody else"),
    "coding.add": _("coding an account a second time"),
    "coding.resolve": _("resolving two codings"),
    "suggest": _("having links suggested"),
    "decision.same": _("judging accounts to be of one incident"),
    "decision.different": _("judging accounts to be of different incidents"),
    "decision.unsure": _("leaving open whether accounts are of one incident"),
    "incident.split": _("splitting an incident"),
    "incident.merge": _("merging incidents"),
    "incident.confirm": _("confirming an incident"),
    "incident.withdraw": _("withdrawing an incident"),
    "incident.reopen": _("reopening an incident"),
    "incident.override": _("deciding a field of an incident"),
    "incident.release_override": _("letting the rule decide a field"),
    "incident.settle": _("settling a field of an incident"),
    "revision.undo": _("undoing an act"),
    "task.take": _("taking up an item of a queue"),
    "task.close": _("closing an item of a queue"),
    "task.assign": _("assigning items of a queue"),
    "task.sample": _("drawing a sample"),
    "agreement": _("seeing how far coders agree"),
    "model.train": _("training the linking of accounts"),
    "release.freeze": _("freezing a release"),
    "release.at": _("taking the state of an earlier moment"),
    "codebook.change": _("changing the codebook"),
    "users.read": _("seeing who the users are"),
    "user.change": _("changing users"),
    "user.password": _("giving somebody a password"),
    "user.own_password": _("changing one's password"),
    "token.change": _("revoking somebody's token"),
    "token.own": _("making a token"),
    "denials.read": _("seeing what was denied"),
    "entries.read": _("seeing who came in"),
    "session.own": _("ending one's session"),
    "session.change": _("ending somebody's session"),
    "job.own": _("having work done in the background"),
    "job.others": _("seeing the jobs of others"),
    "job.present": _("having the present state made"),
    "job.audit": _("auditing documents"),
    "job.read": _("having documents read"),
    "job.freeze": _("having a release frozen"),
    "job.report": _("publishing a report"),
    "backup": _("backing up the register"),
    "register.verify": _("verifying the register"),
    "register.rebuild": _("making the register's state anew"),
}
"""An act that was denied → what somebody was about to do."""

SCOPES = {
    "account": _("add, correct and decide accounts"),
    "accounts": _("import accounts, read documents"),
    "agreement": _("see how far coders agree"),
    "backup": _("back up the register"),
    "codebook": _("change the codebook"),
    "coding": _("code accounts a second time"),
    "decision": _("judge whether accounts are of one incident"),
    "denials": _("see what was denied"),
    "entries": _("see who came in"),
    "incident": _("decide about incidents"),
    "job": _("have work done in the background"),
    "model": _("train the linking of accounts"),
    "read": _("read all that you may see"),
    "register": _("verify the register"),
    "release": _("freeze releases"),
    "revision": _("undo acts"),
    "source": _("add and change sources"),
    "suggest": _("have links suggested"),
    "task": _("take up and close items of queues"),
    "users": _("see who the users are"),
}
"""What a token may be limited to → what it may then do."""

HELD = (
    _("One row an incident: what happened, worked out from its accounts by the stated rules."),
    _("One row an account: what one source says about one incident."),
    _("One row a source: a published item, or a dataset."),
    _(
        "One row an incident and field with more than one account: the rule and whose value it "
        "took."
    ),
    _("One row a finding: a problem that was reported while the release was made."),
    _("One row a published number with its scope: who said it, what it counts, where, when."),
    _("The codebook as it was: vocabulary, places and rules."),
)
"""What a release says of its files."""
