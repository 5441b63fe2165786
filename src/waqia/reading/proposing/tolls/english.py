"""The English of casualties: what happened to persons, and the words around it.

Phrases are parted by `;`.
"""

from __future__ import annotations

TOGETHER = {"both": 2}
"""Words for all of so many."""

VERBS: dict[str, dict[str, str]] = {
    "killed": {
        "done": """
            killed; martyred; murdered; assassinated; slain; gunned down; shot dead;
            shot and killed; sent to hell; shot to death; beheaded; massacred; slaughtered;
            stabbed to death; hacked to death; beaten to death; tortured to death; lynched;
            blown up dead; strangled to death; crushed to death; burnt to death; burned to death;
            stoned to death; trampled to death
        """,
        "ends": "to death",
        "done strictly": """
            executed; eliminated; neutralised; neutralized; decapitated; liquidated
        """,
        "shoots": "shot",
        "doing": """
            killing; martyring; murdering; assassinating; gunning down; shooting dead; beheading;
            massacring; slaughtering; lynching; claiming the lives of; claimed the lives of;
            claims the lives of; claimed lives of; took the lives of; taking the lives of;
            cost the lives of; costing the lives of; caused the death of; causing the death of;
            shooting to death; slaying
        """,
        "doing strictly": """
            executing; eliminating; neutralising; neutralizing; decapitating
        """,
        "does": """
            kills; martyrs; kill; murder; assassinate; behead; gun down; shoot dead;
            claims lives of; massacre; execute
        """,
        "happens": """
            died; perished; perish; die; dies; lost their lives; lost his life; lost her life;
            lose their lives; loses life; lost lives; losing their lives; embraced martyrdom;
            embraced shahadat; embrace martyrdom; embraces martyrdom; met their end; met his end;
            passed away; fell martyr; attained martyrdom; laid down their lives;
            laid down his life; breathed his last; breathed their last; were found dead;
            was found dead; found dead; dead; achieved martyrdom; had their throats slit;
            had his throat slit; had her throat slit; fell martyrs; sacrificed their lives;
            sacrificed his life; embraced shahadah; rendered the supreme sacrifice
        """,
        "succumbs": """
            succumbed; succumbs; succumb; died later; later died; expired; died of his;
            died of their; died of her; died of wounds; died of injuries; died in hospital;
            died in a hospital; died in the hospital; died at hospital; died at a hospital;
            died at the hospital; died during treatment; died under treatment; dies in hospital;
            dies of his; dies of their; later breathed; later passed away; later expired;
            died on the way to; died on way to; breathed his last in; breathed his last on;
            breathed his last at
        """,
        "of": """
            death of; deaths of; killing of; killings of; murder of; murders of; assassination of;
            assassinations of; martyrdom of; beheading of; massacre of; lynching of; lynchings of;
            stabbing of; lives of; slaying of;
            execution of; loss of; claiming lives of; death to; killed were; killed included;
            killed include; severed heads of
        """,
        "bodies of": """
            bodies of; body of; dead bodies of; bullet-riddled bodies of; remains of; corpses of
        """,
        "counted": "deaths; death; fatalities; fatality; martyrs; killings",
        "bodies": """
            bodies; dead bodies; bullet-riddled bodies; corpses; body; dead body; other bodies
        """,
        "lives": "lives; life",
        "toll": """
            put the dead at; puts the dead at; put the death toll at; death toll; toll;
            number of dead; number of deaths; number of fatalities; deaths toll
        """,
        "the": """
            the dead; the deceased; those killed; the victims; the fatalities; those martyred
        """,
    },
    "injured": {
        "done": """
            shot and wounded; shot and injured; injured; wounded; hurt; maimed;
            injured critically; critically injured; seriously injured; critically wounded;
            seriously wounded
        """,
        "doing": """
            injuring; wounding; hurting; maiming; leaving injured; critically injuring;
            seriously injuring; critically wounding; seriously wounding
        """,
        "does": "injures; wounds; hurts; injure; wound",
        "happens": """
            sustained injuries; sustain injuries; suffered injuries; received injuries;
            sustained wounds; suffered wounds; sustained bullet injuries;
            sustained minor injuries; received bullet injuries; suffered bullet injuries;
            sustained serious injuries; suffered serious injuries; suffered burn injuries;
            sustained burn injuries; received burn injuries; received wounds;
            suffered minor injuries; received bullet wounds; sustained bullet wounds;
            suffered bullet wounds; received gunshot wounds; sustained gunshot wounds;
            suffered gunshot wounds; received burns; suffered burns; sustained burns;
            received burn wounds; sustained burn wounds; received splinter injuries;
            received serious injuries; received minor injuries; received critical injuries
        """,
        "of": """
            injury to; injuries to; injuring of; wounding of; minor injuries to; injured were;
            injured include; injured included; injuries of; serious injuries to
        """,
        "counted": "injuries; injury",
        "toll": """
            number of injured; number of wounded; number of the injured; number of the wounded;
            number of people injured; tally of injured
        """,
        "the": "the injured; the wounded; those injured; those wounded",
    },
    "arrested": {
        "done": """
            arrested; detained; apprehended; nabbed; rounded up; taken into custody;
            captured alive; taken into police custody; taken prisoner; handed over to police;
            handed over to the police; placed under arrest; put behind bars
        """,
        "done strictly": "captured; seized; caught; overpowered",
        "ends": "into custody; into police custody; into detention; prisoner",
        "doing": """
            arresting; detaining; apprehending; nabbing; rounding up; took into custody;
            taking into custody
        """,
        "doing strictly": "capturing",
        "does": """
            arrest; arrests; nab; nabs; detain; detains; apprehend; apprehends; round up
        """,
        "of": """
            arrest of; arrests of; detention of; capture of; apprehension of
        """,
        "counted": "arrests",
        "the": """
            those arrested; those detained; the arrested; the detained; those apprehended
        """,
    },
    "abducted": {
        "done": """
            abducted; kidnapped; taken hostage; held hostage; whisked away; made hostage;
            forcibly taken away; bundled away; hostage
        """,
        "doing": """
            abducting; kidnapping; took hostage; taking hostage; whisking away
        """,
        "does": "abduct; abducts; kidnap; kidnaps; take hostage",
        "of": "abduction of; abductions of; kidnapping of; kidnappings of",
        "counted": "abductions; kidnappings",
        "the": """
            those abducted; those kidnapped; the abducted; the kidnapped; the abductees
        """,
    },
}
"""Outcome → the shape of its words → the words.

`done` takes whom it befell before it (behind a form of "be", or right before it) or behind it;
`doing` and `does` behind it; `happens` before it; `of` behind it; `counted` right before it, or
behind "of"; `shoots` befell several persons behind it, of one it does not tell; `toll` takes a
number behind it; `the` names persons of whom parts are told, `among` with the parts right behind
it. The strict ones are said of other things too, and count only persons that are called so.
"""

NONE_HARMED: dict[str, str] = {
    "killed": """
        no loss of life; no deaths; no fatalities; no one was killed; nobody was killed;
        no one died; nobody died; no casualties; no casualty; no human loss; no loss of lives;
        no one was hurt; nobody was hurt; no one was harmed; nobody was harmed;
        no human casualties; without casualties; without any casualties;
        without causing any casualties; no death; without causing casualties;
        without any loss of life; no life was lost; no lives were lost; none was killed;
        none were killed; did not cause any casualties; without loss of life
    """,
    "injured": """
        no injuries; no injury; no one was injured; nobody was injured; no casualties;
        no casualty; no one was hurt; nobody was hurt; no one was harmed; nobody was harmed;
        no human casualties; without casualties; without any casualties;
        without causing any casualties; without causing casualties; none was injured;
        none was hurt; none were hurt; no one was wounded; did not cause any casualties
    """,
}
"""Outcome → the phrases that say it befell nobody."""

WORDS: dict[str, str] = {
    "a": "a; an",
    "every": "all",
    "beats": """
        beat; beats; beating; beaten; burn; burns; burned; burnt; burning; stab; stabs; stabbing;
        hack; hacks; hacking; stone; stoning; crush; crushes; crushing; torture; torturing; club;
        clubbing; trample; trampling; strangle; strangling; bludgeon; bludgeoning; hacked; stabbed;
        tortured; strangled; stoned; crushed; took; take; takes; taking
    """,
    "since": "since",
    "outset": "start; beginning; launch; outset; onset; insurgency; offensive",
    "separate": "separate; different; various",
    "events": """
        engagements; operations; incidents; attacks; encounters; raids; clashes; actions; strikes;
        blasts; explosions; bombings; shootouts; ambushes
    """,
    "alike": """
        miners; coal miners; labourers; laborers; barbers; passengers; travellers;
        employees; engineers; students; lawyers; fishermen; settlers; teachers; technicians;
        vaccinators; polio workers; health workers
    """,
    "else": "other; others",
    "total": "a total of; total of; a combined; as many as",
    "another": "another; one more; yet another",
    "same": "as many others; as many; an equal number of",
    "the": "the; these; those; this",
    "his": "his; her; its; their; whose; my; our",
    "more": "more; additional; further",
    "be": "was; were; is; are; been; being; be; got; get; gets; getting",
    "freed": """
        freed; released; rescued; set free; recovered; release of; recovery of; freeing; rescuing
    """,
    "single": "was; is",
    "plural": "were; are",
    "he": "he; she",
    "rises": "to; at; of; reached; reaches; is; was; hit; crossed; crosses; touched; stands",
    "found": """
        found; recovered; discovered; dumped; retrieved; brought; shifted; handed; pulled;
        exhumed; identified; moved; taken; received; fished; lay; lying
    """,
    "claims": """
        claimed; claiming; claims; cost; costing; costs; took; taking; takes; lost; loss; snuffed;
        consumed
    """,
    "have": "had; has; have; having; to have",
    "might": """
        would; could; might; may; should; can; will; shall; must; cannot; going to; about to;
        aim to; aimed to; aiming to; aims to; wants to; want to; in order to; so as to; failed to;
        fail to; refused to
    """,
    "to": "to",
    "unreal": """
        threatened; threatening; threatens; threaten; threat; threats; vowed; vowing; vows;
        planned; planning; plans; plan; plot; plotted; plotting; plots; conspired; conspiracy;
        conspiring; attempted; attempting; attempt; attempts; tried; trying; accused; accusing;
        convicted; charged; charges; wanted for; wanted in; sentenced; feared; fearing; intended;
        intending; intention; warned; warning; revenge for; avenge; avenging; retaliation for;
        sought to; bid to; hoping to; ordered; ordering; reward for; bounty for; allegations of;
        allegation of; suspected of; in connection with; connection with; compensation for;
        survived; escaped; foiled; anniversary of; claims of; implicated in; involved in;
        wanted over; guilty of; aimed at; decided to; capable of; responsible for dozens of;
        including by; blamed for past
    """,
    "not": """
        not; never; n't; nobody; nor; without; denied; denied that; denying; denies; denies that;
        unless; if; whether; rather than
    """,
    "compared": """
        than the; compared to; compared with; as against; against; from; earlier; last year
    """,
    "and": "and; plus; as well as; besides",
    "with": "along with; together with; alongside",
    "or": "or",
    "including": """
        including; included; among them; comprising; namely; includes; include; consisting of;
        inclusive of; among them were
    """,
    "of them": "of whom; of them; of these; of which; of those; among whom",
    "of": "of",
    "at": """
        shot at; shot up; not until; not only; not just; in; at; on; near; from; by; for; with;
        during; after; before; when; while; as; who; that; which; where; inside; outside; around;
        since; between; into; within; under; over; because; amid; following; against; belonging;
        hailing; travelling; traveling; riding; working; affiliated; linked; upon; through; but;
        aboard; via; until; till; so far; across; caught fire; caught in; caught up; caught off
    """,
    "who": "who; that; which",
    "also": """
        himself and; herself and; themselves and; well; also; reportedly; allegedly; later; then;
        critically; seriously; badly; severely; fatally; only; mercilessly; brutally; tragically;
        subsequently; meanwhile; eventually; confirmed; already; so; far; instantly; themselves;
        himself; herself; initially; on the spot; all; officially; believed; presumed; slightly;
        mostly; still; today; yesterday; immediately; afterwards; lightly; partially;
        believed to have; just; accidentally; finally; believed to be; reported; reported to have;
        reported to have been; said to have been; said to have; claimed to have; successfully;
        found; left; feloniously; successively; said to be; in an injured condition;
        in injured condition; those of; that of; in a wounded condition; most of them
    """,
    "said": """
        said; says; told; added; reports; stated; confirmed that; announced; according;
        claimed that; reported that; saying; adding; told reporters; quoted; condemned;
        condemning
    """,
    "thing": """
        attack; attacks; incident; incidents; blast; blasts; explosion; explosions; bomb; bombs;
        vehicle; vehicles; car; cars; truck; trucks; bus; buses; house; houses; shop; shops;
        building; buildings; district; districts; country; countries; camel; camels; goat; goats;
        sheep; cattle; animal; animals; cow; cows; donkey; buffaloes; horses; dogs; weapon;
        weapons; rifles; pistols; grenades; rockets; motorcycle; motorcycles; villages; towns;
        cities; times; occasions; rounds; operations; operation; raids; raid; groups; group;
        organisations; organizations; percent; years; months; days; weeks; hours; minutes; places;
        locations; clashes; clash; encounters; provinces; tanks; helicopters; posts; checkposts;
        ambushes; assaults; strikes; drone; drones; schools; girls' schools; bridges; pylons;
        towers; kidnappings; cases; case; families; hideouts; killings; mortar; shells; missiles;
        km; points; parties; seats; votes; sections; terrorist attack; terrorist attacks;
        suicide attack; suicide attacks; militant attacks; militant attack; police station;
        police stations; police van; police vehicle; police mobile; army post; army camp;
        police post; police posts; security post; security posts; security forces posts;
        army convoy; police check-post; police officer's; militant group; militant groups;
        terrorist group; terrorist groups; suicide blast; suicide blasts; militant hideouts;
        polling staff
    """,
    "stop": "while; whereas; whilst; however; meanwhile",
}
"""Kind of word → its words."""
