"""The English of persons: who may be harmed, and of which party each word makes them.

Words are parted by white space, phrases by `;`. A noun is `singular/plural`, or `=same` for both;
`~` begins a word that tells of no single person ("police").
"""

from __future__ import annotations

PARTIES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("police", "security forces"),
        """
        policeman/policemen; SHO/SHOs; ASI/ASIs; DSP/DSPs; policewoman/policewomen; cop/cops;
        constable/constables; head constable/head constables; sub-inspector/sub-inspectors;
        assistant sub-inspector/assistant sub-inspectors; police officer/police officers;
        patrolman/patrolmen; police official/police officials;
        deputy superintendent/deputy superintendents;
        station house officer/station house officers; police guard/police guards;
        traffic warden/traffic wardens; ~police; ~police force
        """,
    ),
    (
        ("army", "military", "security forces"),
        """
        soldier/soldiers; trooper/troopers; =troops; serviceman/servicemen; jawan/jawans;
        lieutenant/lieutenants; captain/captains; colonel/colonels; brigadier/brigadiers;
        havildar/havildars; sepoy/sepoys; naik/naiks; lance naik/lance naiks; subedar/subedars;
        conscript/conscripts; ~army; ~military
        """,
    ),
    (
        ("security forces",),
        """
        security official/security officials; security man/security men;
        law enforcer/law enforcers; =personnel;
        security force personnel/security forces personnel; guardsman/guardsmen;
        paramilitary/paramilitaries; ~security; ~security force; ~security forces;
        ~law enforcement; ~law enforcement agencies; ~paramilitary;
        son of the soil/sons of the soil
        """,
    ),
    (
        ("navy", "military", "security forces"),
        "sailor/sailors; seaman/seamen",
    ),
    (
        ("private guards", "civilians"),
        """
        security guard/security guards; private guard/private guards; watchman/watchmen;
        night watchman/night watchmen; chowkidar/chowkidars
        """,
    ),
    (
        ("militants", "insurgents", "rebels", "non-state armed actors"),
        """
        militant/militants; terrorist/terrorists; insurgent/insurgents; rebel/rebels;
        attacker/attackers; assailant/assailants; bomber/bombers; suicide bomber/suicide bombers;
        suicide attacker/suicide attackers; extremist/extremists; guerrilla/guerrillas;
        guerilla/guerillas; fighter/fighters; gunman/gunmen; jihadist/jihadists; jihadi/jihadis;
        khwarij/=khawarij; khariji/kharijis; separatist/separatists; miscreant/miscreants;
        raider/raiders; facilitator/facilitators; mastermind/masterminds; ringleader/ringleaders;
        commander/commanders; operative/operatives; subversive/subversives; emir/emirs;
        warlord/warlords; accomplice/accomplices; associate/associates;
        militant leader/militant leaders; terrorist leader/terrorist leaders;
        alleged terrorist/alleged terrorists; ~liberation army; ~republican army;
        ~revolutionary army; ~liberation front
        """,
    ),
    (
        ("political workers", "political actors", "civilians"),
        """
        political worker/political workers; party worker/party workers;
        political leader/political leaders; political activist/political activists;
        candidate/candidates; minister/ministers; deputy minister/deputy ministers;
        politician/politicians; election candidate/election candidates; senator/senators;
        lawmaker/lawmakers; legislator/legislators; MPA/MPAs; MNA/MNAs; councillor/councillors;
        party leader/party leaders; former minister/former ministers;
        provincial minister/provincial ministers; former prime minister/former prime ministers;
        prime minister/prime ministers; mayor/mayors
        """,
    ),
    (
        ("protesters", "political workers", "civilians"),
        "protester/protesters; demonstrator/demonstrators",
    ),
    (
        ("foreign civilians", "foreigners", "civilians"),
        """
        foreign national/foreign nationals; foreigner/foreigners; tourist/tourists;
        foreign tourist/foreign tourists; Chinese national/Chinese nationals;
        Chinese engineer/Chinese engineers; Chinese worker/Chinese workers;
        Chinese citizen/Chinese citizens
        """,
    ),
    (
        ("armed tribesmen", "militia", "civilians"),
        """
        lashkar member/lashkar members; volunteer fighter/volunteer fighters
        """,
    ),
    (
        ("civilians",),
        """
        civilian/civilians; man/men; woman/women; child/children; boy/boys; girl/girls;
        minor/minors; infant/infants; baby/babies; toddler/toddlers; teenager/teenagers;
        schoolchild/schoolchildren; schoolgirl/schoolgirls; schoolboy/schoolboys;
        student/students; pupil/pupils; teacher/teachers; schoolteacher/schoolteachers;
        professor/professors; lecturer/lecturers; labourer/labourers; laborer/laborers;
        worker/workers; miner/miners; coal miner/coal miners; driver/drivers;
        passenger/passengers; passer-by/passers-by; passerby/passersby; bystander/bystanders;
        villager/villagers; resident/residents; pilgrim/pilgrims; worshipper/worshippers;
        worshiper/worshipers; devotee/devotees; mourner/mourners; settler/settlers;
        shopkeeper/shopkeepers; trader/traders; businessman/businessmen; vendor/vendors;
        barber/barbers; farmer/farmers; peasant/peasants; shepherd/shepherds; fisherman/fishermen;
        journalist/journalists; reporter/reporters; cameraman/cameramen; lawyer/lawyers;
        advocate/advocates; judge/judges; doctor/doctors; nurse/nurses; vaccinator/vaccinators;
        polio worker/polio workers; health worker/health workers; aid worker/aid workers;
        engineer/engineers; employee/employees; cleric/clerics; prayer leader/prayer leaders;
        religious scholar/religious scholars; imam/imams; priest/priests; nun/nuns;
        pastor/pastors; bishop/bishops; elder/elders; tribal elder/tribal elders;
        tribesman/tribesmen; =tribals; chieftain/chieftains; activist/activists; citizen/citizens;
        =nationals; refugee/refugees; cook/cooks; contractor/contractors; technician/technicians;
        wife/wives; husband/husbands; mother/mothers; father/fathers; son/sons;
        daughter/daughters; brother/brothers; sister/sisters; nephew/nephews; niece/nieces;
        cousin/cousins; uncle/uncles; aunt/aunts; grandson/grandsons;
        granddaughter/granddaughters; grandmother/grandmothers; grandfather/grandfathers;
        relative/relatives; family member/family members; bride/brides; neighbour/neighbours;
        neighbor/neighbors; governor/governors; peasant leader/peasant leaders;
        union leader/union leaders; trade unionist/trade unionists; unionist/unionists;
        youth/youths; cyclist/cyclists; motorcyclist/motorcyclists; pedestrian/pedestrians;
        guest/guests; customer/customers; traveller/travellers; traveler/travelers;
        inmate/inmates; prisoner/prisoners; visitor/visitors; applicant/applicants;
        visa applicant/visa applicants; manager/managers; tribal malik/maliks;
        porter/porters; tailor/tailors; sweeper/sweepers; clerk/clerks; principal/principals;
        seminary student/seminary students; herdsman/herdsmen; fruit seller/fruit sellers;
        medic/medics; paramedic/paramedics; scholar/scholars; marcher/marchers;
        enumerator/enumerators; Shia man/Shias; Sunni man/Sunnis; Christian man/Christians;
        Hindu man/Hindus; Ahmadi man/Ahmadis; Sikh man/Sikhs; Hazara man/Hazaras;
        hostage-taker/hostage-takers; ~community
        """,
    ),
    (
        (),
        """
        person/persons; =personnel; bodyguard/bodyguards; individual/individuals; victim/victims;
        other/others; =people; suspect/suspects; hostage/hostages; captive/captives;
        figure/figures; robber/robbers; bandit/bandits; dacoit/dacoits; gangster/gangsters
        """,
    ),
)
"""Spellings of a party, the first that the codebook knows gives the code, and its nouns."""
RANKS = """
    official/officials; officer/officers; man/men; guard/guards; member/members; soldier/soldiers;
    =troops; =personnel; worker/workers; jawan/jawans; trooper/troopers; manager/managers;
    employee/employees;
    inspector/inspectors; sub-inspector/sub-inspectors; constable/constables; recruit/recruits;
    cadet/cadets; staffer/staffers; chief/chiefs; leader/leaders; commander/commanders;
    volunteer/volunteers; supporter/supporters; activist/activists; aide/aides; deputy/deputies;
    engineer/engineers; =nationals; citizen/citizens; agent/agents; driver/drivers;
    spokesman/spokesmen; captain/captains; major/majors
"""
"""Nouns whose party is that of the words before them: "Levies officials", "army officers"."""
FOLLOWERS = """
    worker/workers; activist/activists; supporter/supporters; leader/leaders;
    candidate/candidates; member/members; chief/chiefs; chairman/chairmen; lawmaker/lawmakers
"""
ORGANISED = ("political workers", "political actors")
"""Followers are of this party where an organisation stands before them: "PPP workers"."""
