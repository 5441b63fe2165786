"""English phrases of telling: who is meant, who says so, how surely, and of how many incidents.

Tags: `doubt` why a sentence tells of no particular incident, `total` words of figures, `claim` an
attribution's mode and on which side of its words the actor stands, `someone` whom no name is
given, `against` that who follows is no attacker, `repelled` that an attack was answered, `says`
words of citing and on which side of them who is cited stands, `flow` whether a sentence goes on
about the incident before it.
"""

SIGNS = {
    # why it is no particular incident
    "doubt=modal": """
        would; could; may
        be/have/not/also/well/soon/take/strike/attack/target/use/try/carry/launch/face/increase/lead/become/come/help/want/seek/still/even;
        might; will; should; can; must; if; unless; likely to; expected to; able to; in case of;
        cannot; likely; to avoid; possibly; ought to; whether; in order to; capable of;
        potential; possibility of; risk of; threat of; threats of; fear+s of; danger of;
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
    "doubt=sentence": """
        sentenced; convicted; acquitted; indicted; death sentence+s; on death row""",
    "doubt=court": """
        trial; anti terrorism court; verdict; bail; remanded; court; prosecution; appeal
        against; hearing; petition; judicial remand; physical remand; was/were booked; fir;
        challan; charge sheet; charged with; hearing of; extradition; extradited; sanctioned;
        designated; designation; reward; bounty""",
    "doubt=background": """
        against the killing+s/murder+s/attack+s/abduction+s/kidnapping+s/assassination;
        over the killing+s/murder+s/abduction/kidnapping/assassination; anniversary; # days after;
        days after; hours after; a day after; a week after; weeks
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
    "doubt=campaign": """
        operation zarb/radd/rah/rad/azm/enduring/sindoor; zarb e azb; radd ul fasaad; rah e
        nijat; rah e rast; military operations in; funding; recruit+s+ed+ment+ing;
        ideolog+y+ies; members of the group were""",
    "doubt=habit": """
        previously; over time; in the past;
        often; usually; routinely; regularly; frequently; frequent; sporadic; continued;
        continue; continues; repeatedly; mostly; mainly; primarily; generally; have/has been;
        has/have ..
        carried/executed/conducted/targeted/attacked/claimed/launched/intensified/increased/expanded/sought;
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
    "doubt=accident": """
        collided; collision; derailed; derailment; roof/wall/building/mine .. collapsed/caved;
        gorge; ravine; drowned; drowning; electrocuted; electrocution; lightning; overturned;
        skidded; plunged into; fell into; accident+s; avalanche; earthquake; flood+s; landslide;
        heatwave; rainstorm; downpour; suffocated; suffocation; speeding; capsized; crashed; crash;
        fire in a/the; caught fire; fire broke out; inferno""",
    "doubt=private": """
        killed/murdered/strangled/stabbed/shot .. his/her
        wife/husband/sister/daughter/brother/mother;
        for/of honour/honor; honour/honor killing+s; karo kari;
        domestic/family/marital/monetary/property/petty dispute; domestic violence;
        old/personal/family enmity; dowry; love marriage""",
    "doubt=funeral": "funeral+s; laid to rest; buried; chehlum",
    "doubt=drill": """
        dengue; malaria; cholera; measles; virus; epidemic; leopard; bear; snake; stray dog+s;
        boiler; transformer; scenario; mock; stray bullet+s; aerial firing; mock exercise; drill;
        film; movie; novel; documentary; rehearsal; gas leak+age; gas cylinder+s; cylinder
        blast/explosion/exploded; short circuit; celebratory firing; the animal""",
    "doubt=state": """
        still detained/held; previously arrested/detained; house arrest; on several occasions;
        in past years; are/were being
        killed/kidnapped/abducted/targeted/attacked/murdered/martyred; people/citizens/children
        are .. killed""",
    "doubt=play": """
        senate; opposition launched; fiery; verbal attack; war of words; attack on the
        government/opposition/budget/bill; walked out; batsman; batsmen; wicket+s; innings;
        bowler+s; cricket; football match; tournament; striker; goals; midfield; coach; opening
        pair; captain said; stumps; run chase; box office; budget; rupee; shares; stock market;
        inflation; tax reform; interest rate; bulls; actor; singer""",
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
        in (two/three/four/various/several) separate/different (terrorist/violent)
        incidents/attacks across (the);
        attacks/incidents/killings/violence/casualties/fatalities
        fell/rose/declined/dropped/increased/decreased/surged;
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
        out of the total; out of a total; out of the # attack+s; # such attack+s; # such clash+es;
        # such incident+s; # such operation+s;
        had killed; had claimed #; have/has killed #; killed hundreds/thousands/scores; during
        the .. period; a total of; total of; total number; in total; altogether; in all;
        overall; as many as # .. attacks/incidents/clashes/operations; the number of; toll of #
        .. attacks; on average; an average of; so far this; the highest number; the deadliest
        year; statistics; figures; data; database; cumulative; collectively; combined;
        aggregate; out of; out of the/these/those/all; recorded/documented/registered #;
        recorded; tally; ranked""",
    "total=period": """
        during (the) (last/past/first/second/third/fourth/previous/current/entire/reporting)
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
        owned up; said it/that was in revenge; was in revenge for;
        said it had; said .. .. one/member of its
        fighters/men/members had; had carried it out; took credit;
        said (that) their bomber/fighters/men had; claim of
        responsibility; said they had; admitted; was behind the
        attack; boasted; said
        (that) its fighters/men/militants; said (that) it had carried/targeted/attacked/killed;
        said (that) it was behind; said (that) it carried; told .. .. that it had
        carried/targeted/attacked; that it had carried out; said that it had; that its fighters
        had; claimed responsibility; claim+s+ing responsibility; has claimed; claimed the
        attack; claimed credit; accepted responsibility; claimed .. responsibility; took
        responsibility; taken responsibility; accepted .. responsibility; owned the; claimed to
        have killed/carried/targeted/attacked; claimed # attack+s/attacks; claimed an attack;
        claimed that its fighters/militants; said its fighters/militants; said its men; admitted
        carrying; claimed # .. attack+s; claimed one/an/a/the/this/that/both/these/all; claimed
        multiple; has since claimed; claimed that; asserted that; claimed attack; responsibility
        .. was claimed by; claimed""",
    "claim=none": """
        claimed # (more) lives; claimed the life/lives; claimed .. life/lives; claimed .. ..
        lives""",
    "claim=claimed before": """
        said they belonged to; said they were from; responsibility came from; claimed by;
        responsibility .. claimed by; was/were claimed by; accepted by; owned by;
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
        suspect; suspects; suspected that; suspicion fell on; presumed; presumably; suspected;
        allegedly; alleged;
        believed to (be/have);
        is/are/was/were believed to; is/was/were suspected; reportedly involved; thought to; may
        be behind; possibly; likely; probably; suspicion; suspicions; accused; potential
        involvement; many attributing; many attribute; suspected of; reportedly; believed""",
    "claim=denied": """
        denied (any) involvement; denied (any) responsibility; denied; distanced
        itself/themselves; distance itself; disowned; dissociated itself; rejected (the)
        claim+s/allegation+s/involvement; refuted; disassociated; denies; denied its; denied
        having; denied carrying""",
    "claim=unknown": """
        no group .. claimed; no group claims; no group .. said .. it was behind; nobody .. claimed;
        nobody .. said; no group has; no one .. claimed; no one has (yet);
        no organisation/organization; nobody has claimed; not (yet) claimed; no militant group;
        no claim of responsibility; yet to be claimed; no immediate claim; no outfit; unclaimed""",
    "someone=unknown": """
        unidentified/unknown (armed/motorcycle/masked)
        gunmen/gunman/men/attackers/assailants/assailant/attacker/persons/person/people/miscreants/culprits/motorcyclist+s/suspects/individuals/armed/shooters/militants/terrorists;
        unidentified armed men; unknown armed men; gunmen; gunman; armed men; assailants;
        assailant; armed motorcyclists; motorcyclists; miscreants; armed assailants; armed
        persons; masked men; unknown; unidentified;
        men on a/motorcycles; men riding""",
    "someone=group": """
        the group; the outfit; little known outfit/group/organisation; lesser known outfit/group;
        the militant group; the terrorist group; the organisation; the
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
        the siege; the explosives; the first/second/larger/first and blast/explosion/bomb/bomber;
        day's first/second (and larger) blast/explosion/attack; 's first/second (blast/explosion);
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
        same day; similarly; on the other hand; a separate; in one of these; a day before; the
        same night/evening/date; on the same date; hours after another;
        hours later; days later; a week earlier; a week prior; two days after;
        next day; the next day; later on; subsequently""",
}


CITED = (
    r"(?:(?:a|an|the|local|senior|top|unnamed|military's|army's|police's|some|provincial|district|regional|government|security|"
    r"police|military|army|rescue|hospital|health|medical|intelligence|administration|levies|fc|ctd|ttp|"
    r"civil|foreign|interior|tribal|political|official|railway|rangers|navy|district|city|station|"
    r"chief|deputy|assistant|additional|defence|information|home|prime|state|us|u\.s\.|afghan|indian|"
    r"its|their|his|two|several|area|media|bomb disposal|rescue 1122)\s+)*"
)
"""Words that may stand before the one who is cited."""

RANKS = "dsp|asp|ssp|sp|sho|station house officer|dpo|rpo|cpo|ccpo|dig|aig|igp|ig|asi"
"""Ranks and posts of the police by their letters: alone they say that the police are cited."""

POLICE = "police"

OTHERS = "fc|frontier corps|prisons?|jails?|rangers|levies|railways?|forests?|excise|motorways?"
"""What behind a rank says that it is one of another force."""

CITERS = (
    f"{RANKS}|police chief|police|official|officials|officer|officers|spokesman|spokesperson|"
    "spokesmen|spokeswoman|"
    "spokespersons|ispr|inter-services public relations|media wing|sources|source|administration|"
    "authorities|witness|witnesses|eyewitnesses|eyewitness|doctor|doctors|residents|locals|"
    "rescuers|rescue 1122|rescue|edhi|ministry|foreign office|minister|commissioner|"
    "superintendent|inspector general|"
    "military|army|army's|state media|government|military's media wing|medical superintendent|"
    "media reports|reports|reuters|afp|ap|associated press|dawn|ctd|counter terrorism department|"
    "counter-terrorism department|statement|report|lawmaker|governor|chief minister|prime minister|"
    "home secretary|levies|rangers|frontier corps|fc|security forces|hospital|analyst|"
    "interior minister|information minister|home minister|state department|pentagon|un|"
    "united nations|committee|council|institute|union|party|observatory|mission|agency|channel|"
    "director general|deputy inspector general|councillor|reporter|correspondent|joint command|"
    "think tank|newspaper|coroner|guards|judge|embassy|consulate"
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
    massacre bullet bullets dynamited gunpoint hijacked vandalised vandalized desecrated mine
    mines missile missiles incident
"""
"""Words one of which every sentence about violence has."""
