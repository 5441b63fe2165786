"""English phrases of news and reports about violence: what happened, how, to whom, who says so.

Tags: `kind` what sort of happening (`weight` decides between several, see `happening`), `noun` a
thing that is spoken of, `past` words that tell that it happened, `tactic` the codebook's spellings
to try, `at` that what follows was attacked and `by` that who follows did it, `harm` to persons,
`doubt` why a sentence tells of no particular incident, `claim` an attribution's mode, `says` words
of citing, `total` words of figures, `flow` whether a sentence goes on about the incident before it.
"""

PHRASES = {
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
        planted/fitted/attached/rigged in/on/to a/the/his
        vehicle/car/motorcycle/motorbike/bicycle/rickshaw; bomb hidden/planted/concealed/fitted
        .. .. in/on a/the vehicle/car/motorcycle/motorbike/bicycle/rickshaw; explosive+s ..
        on/in a motorcycle/motorbike/vehicle/car""",
    "kind=bombing noun tactic=explosion": """
        bomb (and/or/gun) attack+s/blast+s/explosion+s; bombing+s; blast+s; explosion+s;
        twin/double blast+s/bombing+s/explosion+s; cracker blast/attack; bomb""",
    "kind=bombing past tactic=explosion": """
        exploded; detonated; went/gone/goes off; blew/blown/blowing up; blasted; explode+s;
        ripped/ripping through""",
    "kind=bombing noun tactic=landmine|ied": """
        landmine/mine (blast) explosion+s/blast+s; land mine blast+s/explosion+s; stepped on a
        landmine/mine; hit/struck a landmine; landmine exploded""",
    "kind=bombing tactic=hand_grenade|grenade": """
        hurled/hurling/hurl/lobbed/lobbing/lob/threw/throwing/tossed .. grenade+s ..
        at/on/into/inside; hurling/lobbing .. grenade+s that""",
    "kind=bombing noun tactic=hand_grenade|grenade": """
        grenade (attack) explosion+s/blast+s; grenade attack+s; hand grenade
        attack+s/blast+s/explosion+s; hurled/lobbed/threw .. grenade; grenade+s exploded""",
    "tactic=hand_grenade|grenade": "hand grenade+s; grenade+s",
    "tactic=rocket|shelling": "rocket+s; rpg+s",
    "tactic=mortar|shelling": "mortar+s; mortar shell+s/round+s",
    "tactic=landmine|ied": "landmine+s",
    "tactic=ied|explosion": "ied+s; improvised explosive device+s; planted bomb+s",
    "tactic=firing": """
        gunmen; gunman; automatic weapons; kalashnikov+s; bullets; bullet wounds; gunshot+s;
        gunshot wounds""",
    "kind=shelling noun tactic=rocket|shelling": """
        rocket attack+s/fire/strike+s; rpg attack+s; rocket propelled grenade+s; missile
        attack+s; missile+s fired; fired .. missile+s; rockets fired""",
    "kind=shelling past tactic=rocket|shelling": "fired .. rocket+s .. at/on/into",
    "kind=shelling noun tactic=mortar|shelling": """
        mortar (shell) attack+s/fire/shelling; mortar shell+s/round+s
        hit/landed/struck/exploded; mortar shells; mortar rounds; fired .. mortar+s""",
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
        with bullets; came under fire; shot at; fired shots at""",
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
    "tactic=assault": """
        attack+s/attacked .. .. with heavy/automatic weapons; with heavy weapons and""",
    "kind=attack noun tactic=assault|firing": """
        assault+s; armed assault+s; commando style attack""",
    "kind=attack noun tactic=raid": """
        raid+s on .. airport/base/post/camp/station; militants raided; raided by militants""",
    "kind=attack noun tactic=beheading": "beheading+s",
    "kind=attack past harm=killed object tactic=beheading": """
        beheaded; beheading; severed heads of; slit the throat+s of""",
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
        sabotage; blew/blowing/blown up .. (gas/railway/rail/power)
        pipeline+s/track+s/pylon+s/tower+s/bridge; sabotaged; attacks on and sabotage of""",
    "kind=attack past tactic=arson": """
        torched; torching; set ablaze; set on fire; set fire to; setting fire to; setting
        ablaze; burnt down; burned down; arson""",
    "at": """
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
        abducted; kidnapped; abducting; kidnapping; took/taken/taking (away) hostage; took away;
        whisked away; taken captive; took hostage""",
    "kind=abduction noun tactic=kidnapping|abduction": """
        abduction+s; kidnapping+s; abduction and beheading; kidnapping of""",
    "kind=crime noun": """
        kidnapping for ransom; dacoity; robbery; robbers; dacoits; bandits; mugging; gang war;
        drug peddlers; personal enmity; old enmity; honour killing; honor killing; family
        dispute; property dispute; land grabbers; gang violence""",
    # the state and others
    "kind=clash noun": """
        clash+es; armed clash+es; encounter; encounters; shootout+s; gunfight+s; gun battle+s;
        gunbattle+s; firefight+s; exchange+s of (heavy/intense) fire/gunfire/firing; exchange+s
        of fire; fire exchange; skirmish+es; cross fire; crossfire; confrontation with; police
        encounter; battling the; fierce fighting; fighting between; fighting""",
    "kind=clash past": """
        exchanged fire; clashed with; clashed; traded fire; engaged in a gun battle; exchanged
        gunfire; fought; fighting with""",
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
        raid+s; gunship helicopter+s pounded/bombed/targeted/hit/struck; helicopter gunship+s
        pounded/bombed/targeted/hit/struck; jet fighter+s; fighter jet+s
        pounded/bombed/targeted; bombed .. hideouts; military strikes on; pounded""",
    "kind=drone noun tactic=drone_strike": """
        drone strike+s/attack+s; us drone+s; u.s drone+s; american drone+s; missile strike+s
        from a drone; unmanned aircraft strike; predator strike; drone fired/hit; quadcopter
        attack+s/strike+s; drone+s""",
    "kind=search noun": """
        search operation+s; combing operation+s; search and combing/strike operation+s; raid+s;
        arrest+s of; arrest+s; cordon and search; search and cordon; snap checking; crackdown""",
    "kind=search past harm=arrested object": """
        arrested; arresting; apprehended; nabbed; detained; rounded up; captured; took into
        custody; taken into custody; apprehending; was/were held; dismantled; busted; taken in
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
        from across the border; from the afghan side; from inside afghanistan; across the
        (afghan/pak) border; across the line of control; along the loc; violated the ceasefire;
        border forces .. clashed; infiltrate+d; infiltration bid/attempt; trying to infiltrate""",
    "kind=sectarian noun": """
        rival shia/sunni; shia and sunni tribes/tribesmen/groups; between
        shia/sunni/shias/sunnis; sectarian clash+es/violence/fighting/conflict; clash+es between
        .. sunni/shia/shias/sunnis; sunni/shia tribesmen clashed; armed sectarian (and)
        clash+es; rival sects; armed sectarian and inter tribal clashes""",
    "kind=communal noun tactic=mob_violence|riot": """
        mob violence/attack+s; lynched; lynching; mob lynched; angry/enraged/violent/charged
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
    "kind=demonstration noun": """
        demonstration+s; protest+s; protest rally/march; sit in+s; riot+s; rioting;
        protesters/demonstrators clashed; rioters; baton charge+d; baton charged; tear gas;
        teargas; shutter down strike; rioted; protesters; demonstrators""",
    "kind=tribal noun": """
        tribes .. attacked each; tribes exchanged fire; tribes traded fire; clash+es between ..
        clans; tribal clash+es/feud+s/dispute+s/fighting; inter tribal clash+es/fight+s/feud+s;
        intertribal clash+es; rival tribes; two tribes; warring tribes; clash+es between ..
        tribes/tribesmen/clans; land dispute; feud between; armed clash between two tribes;
        dispute over land; rival groups/factions exchanged; tribes clashed; two rival tribes""",
    "kind=infighting noun": """
        infighting; militants' infighting; factional fighting; inter militant clash+es; rival
        militant/faction+s/commanders; clash+es between .. factions; turf war between; rival
        militant groups; two militant groups; rival taliban""",
    "kind=surrender past": """
        surrendered; laid down .. arms; announced their surrender; surrendered before; surrender
        of""",
    # harm
    "kind=harm past harm=killed object": """
        killed; killing; martyred; martyring; murdered; slain; executed; killed and; hacked to
        death; slaughtered; murdering; claimed .. life/lives; left .. dead; claiming .. lives;
        leaving .. dead; took .. lives; beaten to death; tortured to death; the killing of""",
    "kind=harm past harm=killed": """
        died; dead; embraced martyrdom; was/were killed; was/were martyred; lost their/his/her
        lives/life; perished; succumbed to; deaths of; death of; resulting in .. death+s;
        martyrdom of; dies; bodies of; bullet riddled body/bodies; found dead""",
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
        broke out; ensued; claimed by; which killed; that killed; was targeted; were targeted;
        had been planted""",
    # why it is no particular incident
    "doubt=modal": """
        would; could; may; might; will; should; can; must; if; unless; likely to; expected to;
        able to; in case of; cannot; to avoid; possibly; ought to; whether; in order to; capable
        of; potential; possibility of; risk of; threat of; threats of; fear+s of; danger of;
        scenario; to prevent; prevent+ing; preventing""",
    "doubt=plan": """
        plan+s to; planned to; planning to; planning; plan+s for; planned attack+s; plotting to;
        intended to; intend+s to; conspiracy to; want+s to; wanted to; seek+s to; sought to;
        aim+s to; aimed at; aiming to; aiming at; prepare for; preparing for; in preparation;
        vowed to; vow+s to; pledged to; decided to; agreed to; urge+d to; call+ed on; called
        for; calls for; appeal+ed; demanded; demanding; asked to; tasked with; proposal+s;
        recommend+s+ed+ation+ations; strategy to; policy of; policies; efforts to; effort to;
        measures to; campaign against; steps to; continue to; continued to; continues to;
        committed to; resolve to""",
    "doubt=threat": """
        threatened to; threaten+s+ing to; warned of; warned that; warning of; warn+s of;
        threatening to; issued a warning; threat alert; threatened more; threat+s to; death
        threats; advisory; security alert; high alert; on alert; alerted""",
    "doubt=condemn": """
        condemned; condemn+s+ing; condemnation; strongly condemned; expressed grief; expressed
        sorrow; condolence+s; expressed .. sorrow/grief/concern/condolences; mourned; paid
        tribute; paid homage; denounced; prayed for; offered prayers; visited the injured;
        funeral prayer+s; funeral; laid to rest; buried; saluted; expressed their condolences;
        sympathised with; sympathized with; shock and grief; compensation; reiterated; expressed
        solidarity; vigil""",
    "doubt=court": """
        sentenced; convicted; acquitted; indicted; trial; anti terrorism court; verdict; bail;
        remanded; court; prosecution; appeal against; hearing; petition; judicial remand;
        physical remand; was/were booked; fir; challan; charge sheet; charged with; hearing of;
        extradition; extradited; sanctioned; designated; designation; reward; bounty""",
    "doubt=background": """
        anniversary; # days after; days after; hours after; a day after; a week after; weeks
        after; months after; a month after; in connection with; in the wake of; wanted for;
        wanted in; accused of; involvement in; involved in; blamed for; responsible for;
        responsibility for; linked to; following the; in response to; in retaliation for; in
        revenge for; retaliation against; aftermath of; masterminded the; mastermind of; planner
        of; series of; wave of; spate of; string of; surge in; rise in; increase in; history of;
        era of; known for; specialised in; specialized in; implicated in; suspected of;
        suspicion of; facilitator of; facilitated; experience in; used in; such as; in the past;
        over the years; over the past; past decade; for years; decades of; since the; number of;
        intensity of; frequency of; level of; nature of; scale of; type+s of; kind+s of; victims
        of; survivors of; families of; heirs of; charges of; reports of; capacity to; ability
        to; role in; part in; participated in; participation in; complicit in; complicity in;
        trend+s; patterns; pattern of; phase of; campaign of; in a bid to; war on terror;
        context of; case of; cases of; wake of""",
    "doubt=habit": """
        often; usually; routinely; regularly; frequently; frequent; sporadic; continued;
        continue; continues; repeatedly; mostly; mainly; primarily; generally; have/has been;
        remained/remains; remain; tend to; increasingly; always; has/have also (been); time and
        again; sometimes; largely; used to; typically; every day; daily; occasionally;
        traditionally; commonly; predominantly; these incidents; these attacks; such attacks;
        such incidents; most of the/these/their attacks; all of these attacks;
        all/most/many/some/majority of the/these attacks/incidents; carry out; carries out;
        conduct+s; target+s; launch+es; orchestrate+s; perpetrate+s""",
    "doubt=talk": """
        conference; seminar; interview; interviewed; report; reports; study; paper; analysts;
        analyst; experts; expert; scholars; argue+s+d; argued that; believe+s+d; according to
        analysts; opined; maintained that; debate; dialogue; negotiation+s; negotiated; peace
        talks; talks with; talks; press conference; statement on; speech; parliament; assembly;
        legislation; law; bill; act; constitution; ideology; narrative; propaganda; video; book;
        magazine; booklet; fatwa; policy; budget; ceremony; inaugurated; meeting of; chaired;
        attended""",
    "doubt=drill": """
        mock exercise; drill; film; movie; novel; documentary; exercise; accident; road
        accident; gas leakage; gas cylinder; cylinder blast; short circuit; traffic accident;
        earthquake; flood+s; celebratory firing; landslide; aerial firing during wedding""",
    "doubt=play": """
        batsman; batsmen; wicket+s; innings; bowler+s; cricket; football match; tournament;
        striker; goals; midfield; coach; opening pair; captain said; stumps; run chase; box
        office; budget; rupee; shares; stock market; inflation; tax reform; interest rate;
        bulls; actor; singer""",
    "doubt=no": """
        no attack+s; no incident+s; not (been) attack+ed; no terrorist attack+s; did not; not a
        single; without any incident; has not; have not; no casualties; no loss of life; no
        militant attack; never; denied that; was not; were not; failed to; unable to""",
    # figures
    "total=events": """
        # (more/such/other/major/of/terrorist)
        attacks/incidents/blasts/bombings/operations/clashes/explosions/strikes/assaults/encounters/killings/abductions/raids;
        # ..
        attacks/incidents/bombings/operations/clashes/strikes/assaults/encounters/killings/raids/blasts""",
    "total=these": """
        these/those/such (reported/terrorist/armed/suicide/sectarian/major)
        attacks/incidents/clashes/arrests/strikes/operations/blasts/bombings/assaults/killings/casualties;
        these armed clashes""",
    "total=each": "each in; one each; # each; # attack+s each; one attack each",
    "total=share": """
        percent; per cent; percentage; % of; proportion of; share of; majority of; half of; two
        thirds; one third; ratio""",
    "total=compare": """
        compared to; compared with; as compared; as against; in comparison; against # in; year
        on year; month on month; rose/increased/decreased/declined/dropped/fell/grew/surged
        by/from/to; increase of; decline of; decrease of;
        rose/increased/decreased/declined/surged/dropped/fell; higher than; lower than; more
        than double; doubled; an increase; a decline; a decrease; a surge; an upsurge; surge;
        decline; spike in; from the previous year; previous year; previous month; last year's;
        the year before; year earlier""",
    "total=sum": """
        a total of; total of; total number; in total; altogether; in all; overall; as many as #
        .. attacks/incidents/clashes/operations; the number of; toll of # .. attacks; on
        average; an average of; so far this; the highest number; the deadliest year; statistics;
        figures; data; database; cumulative; collectively; combined; aggregate; out of; out of
        the/these/those/all; recorded/documented/registered #; recorded; tally; ranked""",
    "total=period": """
        during the (last/past/first/second/third/fourth/previous/current/entire/reporting)
        year+s/month/months/quarter/decade/period/week/weeks/half; in the (last/past/first) #
        years/months/weeks; over the (last/past) (#) years/decade/months; since
        2+001+002+003+004+005+006+007+008+009+010+011+012+013+014+015+016+017+018+019+020+021+022+023+024+025;
        between january and; from january to; this year; that year; last year; in the month of;
        during #; per year; annually; every year; each year; between
        2+001+002+003+004+005+006+007+008+009+010+011+012+013+014+015+016+017+018+019+020+021+022+023
        and; in recent years; in the first quarter; in the year; the whole year; under review;
        previous years; past year; throughout #; throughout the; year's""",
    "total=list": """
        including # in; including # from; # in; # from; followed by; respectively; # other+s in""",
    # whose doing
    "claim=claimed after": """
        said (that) its fighters/men/militants; said (that) it had
        carried/targeted/attacked/killed; said (that) it was behind; said (that) it carried;
        told .. .. that it had carried/targeted/attacked; that it had carried out; said that it
        had; that its fighters had; claimed responsibility; claim+s+ing responsibility; has
        claimed; claimed the attack; claimed credit; accepted responsibility; claimed ..
        responsibility; took responsibility; taken responsibility; accepted .. responsibility;
        owned the; claimed to have killed/carried/targeted/attacked; claimed # attack+s/attacks;
        claimed an attack; claimed that its fighters/militants; said its fighters/militants;
        said its men; admitted carrying; claimed # .. attack+s; claimed
        one/an/a/the/this/that/both/these/all; claimed multiple; has since claimed; claimed
        that; asserted that; claimed attack; responsibility .. was claimed by; claimed""",
    "claim=claimed before": """
        claimed by; responsibility .. claimed by; was/were claimed by; accepted by; owned by;
        released a video; release of a video; released .. video""",
    "claim=attributed before": """
        blamed on; was/were blamed on; attributed to; attributable to; carried out by;
        perpetrated by; orchestrated by; conducted by; executed by; launched by; masterminded
        by; led by; at the hands of; holds/held .. responsible; pinned on; blamed; blaming;
        accused; the work of; ordered by""",
    "claim=attributed after": """
        was/were responsible for; is responsible for; was/were behind; is/are behind; carried
        out; perpetrated; orchestrated; had carried out; launched; conducted; mounted; executed;
        masterminded""",
    "claim=suspected": """
        suspect; suspects; suspected that; suspected; allegedly; alleged; believed to (be/have);
        is/are/was/were believed to; is/was/were suspected; reportedly involved; thought to; may
        be behind; possibly; likely; probably; suspicion; suspicions; accused; potential
        involvement; many attributing; many attribute; suspected of; reportedly; believed""",
    "claim=denied": """
        denied (any) involvement; denied (any) responsibility; denied; distanced
        itself/themselves; distance itself; disowned; dissociated itself; rejected (the)
        claim+s/allegation+s/involvement; refuted; disassociated; denies; denied its; denied
        having; denied carrying""",
    "claim=unknown": """
        no group .. claimed; no group has; no one .. claimed; no one has (yet); no
        organisation/organization; nobody has claimed; not (yet) claimed; no militant group; no
        claim of responsibility; yet to be claimed; no immediate claim; no outfit; unclaimed""",
    "someone=unknown": """
        unidentified/unknown (armed/motorcycle/masked)
        gunmen/gunman/men/attackers/assailants/assailant/attacker/persons/person/people/miscreants/culprits/motorcyclist+s/suspects/individuals/armed/shooters/militants/terrorists;
        unidentified armed men; unknown armed men; gunmen; gunman; armed men; assailants;
        assailant; armed motorcyclists; motorcyclists; miscreants; armed assailants; armed
        persons; masked men; unknown; unidentified""",
    "someone=group": """
        the group; the outfit; the militant group; the terrorist group; the organisation; the
        organization; its fighters; its militants; the banned outfit; the group's""",
    "someone=militants": """
        militant+s; terrorist+s; insurgent+s; separatist+s; extremist+s; fighters; militiamen;
        rebels; guerrillas""",
    "someone=nobody": "suicide attacker+s/bomber+s",
    "against": """
        against; anti; hideout+s of; former; ex; member+s of; leader+s of; commander+s of;
        stronghold of; ban on; banning; criticised; criticized; rival; camp+s of; centre+s of;
        compound+s of; headquarters of; activists of; splinter of; splinter group of (the);
        offshoot of; splitting from; split from; broke away from; breakaway from; known as;
        faction of; linked to; linked with; affiliated with; belonging to; belonged to;
        associated with; associated to; allied with; allegiance to; link+s to/with; ties to/with""",
    "repelled": """
        repulsed; repelled; retaliated; returned fire; thwarted; foiled; responded; engaging;
        engaged; swiftly responded; fired back; retaliatory fire;
        neutralised/neutralized/eliminated the attackers/terrorists/assailants; neutralized;
        neutralised; eliminated; killed (all) (the) attackers/assailants; by killing all;
        effectively responded; fought back; repulse+s; pushed back; in retaliation; retaliation""",
    # who says so
    "says=before": """
        said; says; told; blamed; blame; have/has blamed; called it; suspect; suspects;
        rejected; added; stated; confirmed; reported; announced; disclosed; according; quoted as
        saying; confirmed that; informed; revealed; tweeted; claimed; was quoted; were quoted;
        said in a statement; maintained""",
    "says=after": """
        according to; as per; citing; quoting; quoted; told by; reported by; confirmed by; in
        the words of; statement by; statement from; statement issued by; a statement of""",
    # whether it goes on
    "flow=same": """
        the
        blast+s/explosion+s/attack/bombing/bomb/incident/firing/shooting/clash/encounter/ambush/assault/operation/raid/gunfight/shootout/attacks/strike/blaze/killing/abduction;
        this attack/incident/blast; the
        attacker+s/assailants/assailant/gunmen/bomber+s/shooters/militants/terrorists/kidnappers/abductors/culprits/suspects/arrested/deceased/dead/injured/wounded/victims/victim/slain/bodies/body/toll/casualties/device/explosives/vehicle/captives/hostages;
        the death toll; death toll; the dead; the injured; the wounded; among the
        dead/killed/injured/deceased/fatalities/victims; of the injured; the martyred; those
        killed; those injured; the suicide attacker/bomber; the slain; were shifted to; was
        shifted to; were taken to; rushed to; was taken to; shifted the; the area was cordoned;
        cordoned off; later died; later succumbed; condition of; in critical condition; stated
        to be critical; bomb disposal squad; rescue teams; rescue workers; rescue;
        responsibility for the; claimed the attack; at the time of; the same incident; the
        remains; nature of the blast; a case was registered; an investigation; investigation;
        eyewitnesses; eyewitness; fled; escaped; sped away; managed to flee; search operation
        was launched; launched a search; the vehicle; the site; the spot; crime scene; the
        firing; both attackers; all the attackers""",
    "flow=new": """
        in another; in a separate; in separate; separately; in a similar; in yet another;
        elsewhere; meanwhile; another
        attack/incident/blast/bombing/explosion/operation/person/policeman/man; in an unrelated;
        in a second; in a third; a day earlier; earlier on; earlier in; last week; last month;
        previously; in the past; in a different; also on; on the same day; the same day; that
        same day; similarly; on the other hand; a separate; in one of these; a day before; hours
        after another; hours later; days later; a week earlier; a week prior; two days after;
        next day; the next day; later on; subsequently""",
}


CITED = (
    r"(?:(?:a|an|the|local|senior|top|unnamed|some|provincial|district|regional|government|security|"
    r"police|military|army|rescue|hospital|health|medical|intelligence|administration|levies|fc|ctd|ttp|"
    r"civil|foreign|interior|tribal|political|official|railway|rangers|navy|district|city|station|"
    r"chief|deputy|assistant|additional|defence|information|home|prime|state|us|u\.s\.|afghan|indian|"
    r"its|their|his|two|several|area|media)\s+)*"
)
"""Words that may stand before the one who is cited."""

CITERS = (
    "police|polices|official|officials|officer|officers|spokesman|spokesperson|spokesmen|spokeswoman|"
    "spokespersons|ispr|inter-services public relations|media wing|sources|source|administration|"
    "authorities|witness|witnesses|eyewitnesses|eyewitness|doctor|doctors|residents|locals|"
    "rescuers|rescue 1122|rescue|edhi|ministry|foreign office|minister|commissioner|"
    "dpo|rpo|dsp|sp|ssp|dig|igp|ig|sho|aig|ccpo|superintendent|inspector general|"
    "military|army|army's|state media|government|military's media wing|medical superintendent|"
    "media reports|reports|reuters|afp|ap|associated press|dawn|ctd|counter terrorism department|"
    "counter-terrorism department|statement|report|lawmaker|governor|chief minister|prime minister|"
    "home secretary|levies|rangers|frontier corps|fc|security forces|hospital|analyst|"
    "interior minister|information minister|home minister|state department|pentagon|un|"
    "united nations"
)
"""Heads of the phrases of those who are cited: offices, agencies, media; never a person's name."""

TELLING = """
    kill kills killed killing killings martyred martyring martyrdom murdered murder slain
    died dead death deaths lives injured injuring injuries wounded wounding attack attacks
    attacked attacking attacker attackers assault assaults ambush ambushed ambushing blast
    blasts bomb bombs bombing bombings bomber bombers explosion explosions explosive
    explosives exploded detonated defused grenade grenades rocket rockets mortar mortars
    shelling landmine ied ieds suicide fedayeen fidayeen shot shooting gunned gunmen
    gunman gunfire firing fire fired assailants stormed raid raids raided arrested arrest
    arrests apprehended detained captured nabbed abducted abduction kidnapped kidnapping
    hostage hostages clash clashes clashed encounter encounters operation operations
    airstrike airstrikes strike strikes drone skirmish shootout gunfight firefight foiled
    thwarted targeted targeting militants militant terrorists terrorist insurgents mob
    lynched torched ablaze ransacked sabotage blew blown protest protesters riot beheaded
    stabbed assassinated assassination sniper surrendered neutralised neutralized
    eliminated executed tribesmen feud infighting responsibility protests demonstration
    demonstrators dacoits robbers hit struck casualties toll bodies incursion siege
    massacre bullet bullets
"""
"""Words one of which every sentence about violence has."""
