"""English phrases of news and reports about violence: what happened, how and to whom.

Tags: `kind` what sort of happening, `noun` a thing that is spoken of, `past` words that tell that
it happened, `tactic` the codebook's spellings to try, parted by bars, `harm` to persons, `object`
that those harmed follow, `by` that who follows did it, `at` that what follows was attacked.
"""

DEEDS = {
    # what happened: nouns
    "kind=suicide noun tactic=suicide_bombing": """
        suicide bombing+s; suicide (terrorist/bomb/car/truck)
        attack+s/blast+s/explosion+s/assault+s/strike+s; suicide car/truck/vehicle
        bomb+s/bombing+s; suicide and fedayeen assault+s/attack+s;
        fidayeen/fedayeen/fedayee/fidayee attack+s/assault+s""",
    "kind=suicide tactic=suicide_bombing": """
        suicide bomber+s/attacker+s; suicide truck/car bomb; suicide vest+s/jacket+s; human
        bomb; bomber+s""",
    "kind=suicide past tactic=suicide_bombing": """
        blew/blow/blown himself/herself/themselves up; blowing himself/herself/themselves up;
        detonated/detonating his/her/their explosive+s; detonated .. suicide vest/jacket;
        detonated/exploded his/her/their vest+s/jacket+s; exploded himself/herself""",
    "kind=bombing noun tactic=ied|explosion": """
        ied blast+s/explosion+s/attack+s; improvised explosive device
        blast+s/explosion+s/attack+s; remote controlled blast+s/bomb+s/explosion+s; remote
        control bomb+s/blast+s""",
    "kind=bombing noun tactic=roadside_bomb|ied": """
        roadside (ied/bomb/remote) blast+s/bomb+s/bombing+s/explosion+s/attack+s""",
    "kind=bombing noun tactic=vehicle_borne_ied|ied": """
        car/truck/vehicle/motorcycle/motorbike bomb+s/bombing+s/blast+s;
        motorcycle/motorbike/vehicle/car borne ied+s (blast); motorcycle borne ied
        blast/explosion; explosive/explosives laden/filled/packed
        car/truck/vehicle/motorcycle/motorbike/bicycle; vehicle borne improvised explosive
        device+s; motorcycle/motorbike fitted ied (blast) explosion/blast; bomb ..
        planted/fitted/attached/rigged/fixed/strapped in/on/to a/the/his
        vehicle/car/motorcycle/motorbike/bicycle/rickshaw; bomb hidden/planted/concealed/fitted
        .. .. in/on a/the vehicle/car/motorcycle/motorbike/bicycle/rickshaw; explosive+s ..
        on/in a motorcycle/motorbike/vehicle/car""",
    "kind=bombing noun tactic=explosion": """
        bomb (and/or/gun) attack+s/blast+s/explosion+s; bombing+s; blast+s; explosion+s;
        twin/double blast+s/bombing+s/explosion+s; cracker blast/attack; bomb""",
    "kind=bombing past tactic=explosion": """
        exploded; bombed; detonated; went/gone/goes off; blew/blown/blowing up; blasted;
        explode+s; ripped/ripping through; dynamited; blew up; device/bomb/explosives .. went/gone
        off; planted .. went off; explosives planted""",
    "kind=bombing noun tactic=landmine|ied": """
        landmine/mine .. killed/injured/maimed/wounded; landmine/mine blew; drove over a
        landmine/mine; hit a mine; ran over a landmine/mine;
        landmine/mine (blast) explosion+s/blast+s; land mine blast+s/explosion+s; stepped on a
        landmine/mine; hit/struck a landmine; landmine exploded""",
    "kind=bombing tactic=hand_grenade|grenade": """
        hurled/hurling/hurl/lobbed/lobbing/lob/threw/throwing/tossed .. grenade+s ..
        at/on/into/inside; hurling/lobbing .. grenade+s that""",
    "kind=bombing noun tactic=hand_grenade|grenade": """
        grenade (attack) explosion+s/blast+s; grenade attack+s; hand grenade
        attack+s/blast+s/explosion+s; hurled/lobbed/threw .. grenade; grenade+s exploded""",
    "kind=bombing past tactic=hand_grenade|grenade": """
        grenade+s was/were hurled/lobbed/thrown/tossed; grenade+s hurled/lobbed/thrown/tossed""",
    "tactic=roadside_bomb|ied": """
        planted by/along/on the road/roadside/side; planted on a/the roadside; roadside device""",
    "tactic=hand_grenade|grenade": "hand grenade+s; grenade+s",
    "tactic=rocket|shelling": "rocket+s; rpg+s; rocket propelled grenade+s",
    "tactic=mortar|shelling": "mortar+s; mortar shell+s/round+s",
    "tactic=landmine|ied": "landmine+s",
    "tactic=ied|explosion": "ied+s; improvised explosive device+s; planted bomb+s",
    "tactic=firing": """
        gunmen; gunman; automatic weapons; kalashnikov+s; bullets; bullet wounds; gunshot+s;
        gunshot wounds""",
    "kind=shelling noun tactic=rocket|shelling": """
        rocket attack+s/fire/strike+s; rpg attack+s; rocket propelled grenade+s; missile
        attack+s; missile+s fired; rockets fired""",
    "kind=shelling past tactic=rocket|shelling": """
        fired .. rocket+s/missile+s; came under rocket fire/attack; rocket+s
        hit/landed/struck/slammed""",
    "kind=shelling noun tactic=mortar|shelling": """
        mortar (shell) attack+s/fire/shelling; mortar shell+s/round+s
        hit/landed/struck/exploded; mortar shells; mortar rounds""",
    "kind=shelling past tactic=shelling": "shelled",
    "kind=shelling past tactic=mortar|shelling": "fired .. mortar+s (shells/rounds)",
    "kind=shelling noun tactic=shelling": """
        shelling; artillery fire; shells; shell hit; artillery shells""",
    "kind=suicide noun tactic=suicide_bombing|gun_and_bomb": """
        gun and suicide attack+s/assault+s""",
    "kind=attack noun tactic=gun_and_bomb": """
        gun and bomb (coordinated) attack+s/assault+s; gun andbomb (coordinated)
        attack+s/assault+s; bomb and gun attack+s/assault+s; gunfire and explosives;
        (coordinated) gun and bomb attack""",
    "kind=shooting noun tactic=firing": """
        shooting+s; gun attack+s; armed attack+s; firing incident+s; incident+s of firing; drive
        by shooting; gunfire; firing; hail of bullets; sprayed .. bullets; bullet wound+s""",
    "kind=shooting past tactic=firing": """
        opened/opening/open (indiscriminate/heavy/sudden) fire on/at/upon; opened/opening
        (indiscriminate/heavy) fire; fired (shot/bullet/gun) on/upon/at; fired upon; sprayed ..
        with bullets; came under fire; shot at; fired shots at; riddled with bullets; fired live
        rounds/bullets/ammunition; shot in the head/chest/leg/legs; fired bullets; peppered with
        bullets""",
    "kind=shooting past harm=killed object tactic=firing": """
        shot dead; shot and killed; shot to death; gunned down; gunning down; shooting dead;
        shot; shot down""",
    "kind=shooting noun tactic=target_killing|firing": """
        target killing+s; targeted killing+s; targeted attack+s; assassination; assassinations""",
    "kind=shooting past harm=killed object tactic=target_killing|firing": """
        assassinated; assassinating""",
    "kind=shooting noun tactic=sniper_fire|firing": "sniper fire/attack+s/shot+s; sniper+s",
    "kind=attack noun tactic=ambush|firing": "ambush+es",
    "kind=attack past tactic=ambush|firing": """
        ambushed; ambushing; laid/staged an ambush; waylaid""",
    "kind=attack past tactic=assault|firing": "stormed; storming; overran; barged into",
    "tactic=assault": "with heavy weapons",
    "kind=attack noun tactic=assault|firing": """
        assault+s; armed assault+s; commando style attack""",
    "kind=attack noun at": "attempt+s on .. life/lives; attempt+s on",
    "kind=attack noun tactic=raid": """
        raid+s on .. airport/base/post/camp/station; militants raided; raided by militants""",
    "kind=attack noun tactic=beheading": "beheading+s",
    "kind=attack past harm=killed object tactic=beheading": """
        beheaded; beheading; severed heads of; slit the throat+s of""",
    "kind=attack past tactic=hijacking|hostage_taking": "hijacked; hijacking",
    "kind=attack past tactic=stabbing": "stabbed; stabbed to death; knifed; knife attack",
    "kind=attack noun": """
        attack+s; terrorist/terror/militant/insurgent attack+s; act+s of terrorism;
        terrorist/terror/militancy incident+s; terrorism incident+s; terrorist/terror act+s;
        twin attacks; terrorist activity""",
    "kind=attack past": """
        attacked; targeted; struck; hit; came under attack; rammed into; ramming .. into""",
    "kind=attack": "targeting; attacking",
    "kind=attack past by": """
        perpetrated by; carried out by; orchestrated by; masterminded by; executed by; attacked
        by; hit by; claimed by; conducted by""",
    "kind=attack past tactic=sabotage|arson": """
        sabotage; sabotaged; attacks on and sabotage of""",
    "kind=attack past tactic=arson": """
        set .. ablaze/alight; set .. on fire; torched; torching; set ablaze; set on fire;
        set fire to; setting fire to; setting
        ablaze; burnt down; burned down; arson""",
    "at": """
        vandalised; vandalized;
        desecrated; lynched; lynching of; bomb/blast/explosion/device destroyed/damaged; hurled at;
        lobbed at; thrown at;
        attack+s/assault+s/raid+s/bombing+s/blast+s/strike+s/ambush+es/attempt+s
        on/against/upon/at; firing at/on; opened/opening .. fire on/at/upon; fired on/upon/at;
        shot at; fire on; attacked; attacking; targeted; targeting; targets; stormed; storming;
        ambushed; ambushing; rammed into; ramming .. into; hit; hits; struck; raided; overran;
        blew up; blown up; blowing up; torched; torching; ransacked; ransacking; set ablaze; set
        on fire; set fire to; setting fire to; barged into; attack (that) targeting; attack
        (that) targeted; assassination of; murder of; abduction of; kidnapping of; beheading of;
        killing of; sabotage of; bombing+s of; planted .. near/in/outside/at; hurled ..
        at/on/into; lobbed .. at/on/into; threw .. at/on/into; fired .. at/on; exploded
        near/in/inside/outside/at; went off near/in/inside/outside/at; blew himself up
        near/in/inside/outside/at/among/amid; detonated .. near/in/inside/outside/at;
        blast/explosion/bombing near/in/inside/outside/at; bomb at/in/inside/near/outside""",
    "kind=abduction past harm=abducted tactic=kidnapping|abduction object": """
        abducted; kidnapped; took/taken/taking (away) hostage; took away; whisked away; taken
        captive; took hostage; taken/took .. at gunpoint; taken away; bundled into; picked up by;
        went missing; held hostage; seized at gunpoint; led away; carried off""",
    "kind=abduction noun tactic=kidnapping|abduction": """
        abduction+s; abducting; kidnapping+s; abduction and beheading; kidnapping of""",
    "kind=crime": "robbers; robber; dacoits; dacoit; bandits; street criminals; muggers",
    "kind=crime noun": """
        kidnapping for ransom; dacoity; robbery; mugging; gang war;
        drug peddlers; land grabbers; gang violence; for ransom; two/rival gangs; gangsters;
        members of a gang""",
    # the state and others
    "kind=clash noun": """
        clash+es; armed clash+es; encounter; encounters; shootout+s; gunfight+s; gun battle+s;
        gunbattle+s; firefight+s; exchange+s of (heavy/intense) fire/gunfire/firing; exchange+s
        of fire; fire exchange; skirmish+es; cross fire; crossfire; confrontation with; police
        encounter; battling the; fierce fighting; fighting between; fighting""",
    "kind=clash past": """
        retaliated to; exchanged fire; clashed with; clashed; traded fire; engaged in a gun battle;
        exchanged
        gunfire; fought""",
    "kind=operation noun": """
        operation+s; intelligence based operation+s; ibo+s;
        military/security/counterterrorism/clearance/sanitisation/sanitization/anti operation+s;
        counter terrorism operation+s; anti terrorist/terrorism/militant operation+s; military
        action; offensive; security operation+s; ground offensive; operational strike+s;
        crackdown""",
    "kind=operation past": """
        neutralised; neutralized; eliminated; eliminating; met their/his end in; sent to hell;
        neutralising; neutralizing""",
    "kind=airstrike noun tactic=air_strike": """
        air strike+s; airstrike+s; jet strike+s; aerial bombing+s/strike+s/bombardment; air
        raid+s; gunship helicopter+s
        pounded/bombed/targeted/hit/struck/shelled/attacked; helicopter gunship+s
        pounded/bombed/targeted/hit/struck/shelled/attacked; jet fighter+s; fighter jet+s
        pounded/bombed/targeted; bombed .. hideouts; military strikes on; pounded""",
    "kind=drone noun tactic=drone_strike": """
        drone strike+s/attack+s; us drone+s; u.s drone+s; american drone+s; missile strike+s
        from a drone; unmanned (us/american) aircraft; predator strike; drone fired/hit; quadcopter
        attack+s/strike+s""",
    "kind=search noun": """
        search operation+s; combing operation+s; search and combing/strike operation+s; raid+s;
        arrest+s of; arrest+s; cordon and search; search and cordon; snap checking; crackdown""",
    "kind=search past harm=arrested object": """
        arrested; arresting; apprehended; nabbed; detained; rounded up; captured; took into
        custody; taken into custody; apprehending; dismantled; busted; taken in
        custody; capture of""",
    "kind=search past": """
        raided; conducted a raid; recovered .. cache of; recovered .. weapons; seized .. weapons""",
    "kind=foiled past tactic=ied|explosion": """
        defused .. bomb+s/ied+s/device+s; defused; defusing; defused a bomb;
        bomb+s/ied+s/device+s was/were defused; bomb disposal .. defused; recovered and defused;
        bomb .. defused; found and defused""",
    "kind=foiled past": """
        foiled; thwarted a/an/the .. plot/bid/attempt/attack; foil .. bid/plot/attempt; foiling;
        defused; defusing; was/were defused; averted .. attack/tragedy/disaster; bomb disposal
        .. defused; plot .. was/were foiled; seized/recovered .. suicide vest+s/jacket+s; made
        .. attempt unsuccessful; bid .. foiled; thwarted; failed terror bid+s; recovered and
        defused; attempt was foiled""",
    "kind=crossborder noun": """
        cross border attack+s/firing/shelling/raid+s/fire/clash+es/incursion+s; border
        clash+es/incursion+s/skirmish+es; ceasefire violation+s;
        firing/fire/shelling/attack+s/fired from across the border; unprovoked firing/shelling;
        from across the border; fired from afghanistan/india; from the afghan side;
        from inside afghanistan; across the
        (afghan/pak) border; across the line of control; along the loc; violated the ceasefire;
        border forces .. clashed; infiltrate+d; infiltration bid/attempt; trying to infiltrate""",
    "kind=sectarian noun": """
        rival shia/sunni; shia and sunni tribes/tribesmen/groups; between
        shia/sunni/shias/sunnis; sectarian clash+es/violence/fighting/conflict; clash+es between
        .. sunni/shia/shias/sunnis; sunni/shia tribesmen clashed; armed sectarian (and)
        clash+es; rival sects; armed sectarian and inter tribal clashes""",
    "kind=communal noun tactic=lynching|mob_violence": "lynched; lynching; mob lynched",
    "kind=communal noun tactic=mob_violence|riot": """
        mob violence/attack+s; angry/enraged/violent/charged
        mob; mob; mob justice; communal violence; accused of blasphemy; ransacked; ransacking;
        vandalised; vandalized; desecrated; desecration of; torching and ransacking; blasphemy
        accusation+s; accusing .. of blasphemy; over (alleged) blasphemy""",
    "kind=political noun": """
        political violence; election violence; clash+es between .. workers/supporters;
        workers/supporters of .. clashed; rival political workers/parties; party
        workers/supporters clashed; political clash+es; workers/supporters exchanged fire/blows""",
    "kind=political past": """
        supporters/workers/activists (blocked/stormed) attacked; supporters/workers .. and
        clash/clashed; supporters/workers/activists blocked .. and clash with""",
    "kind=demonstration past tactic=mob_violence": """
        pelted .. .. stones; pelting .. stones; pelted .. with stones; pelted""",
    "kind=demonstration noun": """
        demonstration+s; protest+s; protest rally/march; sit in+s; riot+s; rioting;
        protesters/demonstrators clashed; rioters; used batons; baton charge+d; baton charged;
        tear gas;
        teargas; shutter down strike; rioted; protesters; demonstrators""",
    "kind=tribal noun": """
        tribes .. attacked each; armed clash+es between .. tribes/tribesmen/clans; between ..
        tribes/clans; rival clans; two clans; tribes exchanged fire; tribes traded fire;
        clash+es between ..
        clans; tribal clash+es/feud+s/dispute+s/fighting; inter tribal clash+es/fight+s/feud+s;
        intertribal clash+es; rival tribes; two tribes; warring tribes; clash+es between ..
        tribes/tribesmen/clans; land dispute; feud between; armed clash between two tribes;
        dispute over land; rival groups/factions exchanged; tribes clashed; two rival tribes""",
    "kind=infighting noun": """
        groups of militants fought/clashed/exchanged;
        infighting; militants' infighting; factional fighting; inter militant clash+es; rival
        militant/faction+s/commanders; clash+es between .. factions; turf war between; rival
        militant groups; two militant groups; rival taliban""",
    "kind=surrender past": """
        surrendered; laid down .. arms; announced their surrender; surrendered before; surrender
        of""",
    # what hides shorter phrases
    "nothing": """
        set his/her/their body/bodies on fire/ablaze; shot back; hit back;
        exploded in its/his/their/her (own) hand+s/face+s; shot up; shot to
        fame;
        the wounded; the injured; the deceased; rescue/relief/cleanup operation+s; operation
        theatre/theater; heart attack+s; hunger strike+s; strike call; fire brigade; under
        attack from critics; verbal attack+s; attack/attacks/assault on the
        government/opposition/budget/bill/policy/policies/economy; killing of a/the
        bill/proposal/deal; bombing+s out; bomb disposal; bomb shell; fighting
        corruption/poverty/inflation/disease/polio/crime/terrorism/militancy; charm offensive;
        labour/transport/wheel/traders strike; polio drive; hit the headlines; hit a
        record/low/high; shot at goal; hit by floods/drought/inflation; took/take/taken away
        (the/their/his)
        weapon+s/arms/ammunition/rifle+s/cash/vehicle+s; targeted subsidy""",
    # harm
    "kind=harm past harm=killed object": """
        killed; killing; martyred; martyring; murdered; executed; killed and; hacked to death;
        slaughtered; murdering; claimed .. life/lives; left .. dead; claiming .. lives; leaving
        .. dead; took .. lives; beaten to death; tortured to death; the killing of""",
    "kind=harm past harm=killed": """
        died; dead; embraced martyrdom; was/were killed; was/were martyred; lost their/his/her
        lives/life; perished; succumbed to; deaths of; death of; resulting in .. death+s;
        martyrdom of; dies; bodies of; bullet riddled body/bodies; found dead; body/bodies ..
        found/recovered/discovered/lying; found/counted/recovered/dumped .. body/bodies""",
    "kind=harm past harm=injured object": """
        injured; injuring; wounded; wounding; left .. injured/wounded; leaving ..
        injured/wounded; maimed""",
    "kind=harm harm=injured": """
        sustained injuries; injuries to; received injuries; was/were hurt; suffered injuries;
        survived; narrowly escaped; escaped unhurt; remained unhurt; survived an; unhurt;
        escaped .. attempt""",
    # that it happened
    "past": """
        took place; occurred; happened; was/were reported; were reported from; was reported
        in/from/on; rocked; left #; jolted; hit by; resulted in; resulting in; caused; causing;
        carried out; launched; launching; conducted; mounted; orchestrated; staged; executed;
        perpetrated; claimed the lives of; damaged; destroyed; repulsed; repelled; was/were
        planted; planted; detonate; resulted; destroying; damaging; blown; engaged; erupted;
        broke out; ensued; claimed by; was targeted; were targeted; had been planted""",
}
