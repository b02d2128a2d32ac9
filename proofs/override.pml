/* The override protocol, small enough that every interleaving of it can be looked at.
 *
 * One lamp lies in two scopes, HOUSE and DEVICE. People freeze and release the house, set and
 * release the lamp, and move it at its wall switch. Agents wish; the hub decides, writes the
 * decision down, and hands it over. It crashes between any two of its steps, and its link is lost
 * between any two. proofs/README.md says which line stands for what in the code.
 *
 * Each `atomic` block of the hub is what happens in one step of its loop. Names in capitals that
 * are 0 or 1 are faults: proofs/model.py switches on one at a time. What stands under "ghosts" is
 * seen by the properties alone; the hub never asks it.
 */

#ifndef DECISIONS
#define DECISIONS 2 /* wishes of agents */
#endif
#ifndef ASKS
#define ASKS 2 /* overrides and releases by topic, page or command line */
#endif
#ifndef PRESSES
#define PRESSES 1 /* hands at the wall switch */
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef DROPS
#define DROPS 1 /* losses of the link to the broker */
#endif
#ifndef COMMITS
#define COMMITS 1 /* decisions that the journal is writing at a time */
#endif
#ifndef LINK
#define LINK 2 /* commands on their way to the lamp */
#endif
#ifndef TRIES
#define TRIES 1 /* repeats of a command that is not reported */
#endif

/* Faults. */
#ifndef NO_FENCE
#define NO_FENCE 0
#endif
#ifndef FENCE_FORGETS
#define FENCE_FORGETS 0
#endif
#ifndef FENCE_SKIPS_HOUSE
#define FENCE_SKIPS_HOUSE 0
#endif
#ifndef WAITS_AFTER_FENCE
#define WAITS_AFTER_FENCE 0
#endif
#ifndef RETRY_ASKS_NOBODY
#define RETRY_ASKS_NOBODY 0
#endif
#ifndef NO_BUMP_ON_PLACING
#define NO_BUMP_ON_PLACING 0
#endif
#ifndef NO_BUMP_ON_RELEASE
#define NO_BUMP_ON_RELEASE 0
#endif
#ifndef ACKNOWLEDGES_FIRST
#define ACKNOWLEDGES_FIRST 0
#endif
#ifndef OPENS_EARLY
#define OPENS_EARLY 0
#endif
#ifndef NO_LAST_WORD
#define NO_LAST_WORD 0
#endif
#ifndef LIBRARY_QUEUES
#define LIBRARY_QUEUES 0
#endif
#ifndef QUEUES_REPORTS
#define QUEUES_REPORTS 0
#endif
#ifndef ARGUES
#define ARGUES 0
#endif
#ifndef REPEATS_LAST_WORD
#define REPEATS_LAST_WORD 0
#endif
#ifndef REASSERTS_AT_BOOT
#define REASSERTS_AT_BOOT 0
#endif
#ifndef RESENDS_AT_BOOT
#define RESENDS_AT_BOOT 0
#endif

/* Which exception of P3 is taken away, to see that it is needed; 0: none. */
#ifndef WITHOUT
#define WITHOUT 0
#endif

/* The properties. Each stays 0; its name is what the verifier prints where it does not hold. */
bit P1_supremacy, P2_durability, P3_shown, P4_still_boot, P5_no_argument, P6_no_deadlock;

/* What a lamp can show. Every press at the wall gives a value of its own. */
#define NOTHING 0
#define AUTO 1
#define SET 2
#define WALL 3

/* Whose a command, or a report, is. */
#define BY_AGENT 1
#define BY_PERSON 2
#define REPEAT 3    /* of a person's command, by the hub itself */
#define LAST_WORD 4 /* the one repair that is allowed */
#define BY_HAND 5   /* at the wall: only ever the origin of a report */

/* What a person asks for. */
#define FREEZE_HOUSE 1
#define RELEASE_HOUSE 2
#define SET_DEVICE 3
#define RELEASE_DEVICE 4

/* --- the disk --------------------------------------------------------------------------------- */

bool disk_frozen;
byte disk_held;
bool intent; /* a decision is in the journal without an end */

/* --- the hub's memory: a crash empties it ------------------------------------------------------ */

bool up = true, loaded = true, conn = true, open = true;
bool frozen;                    /* a freeze on the house */
byte held;                      /* the value that a person holds the lamp at, by `set` or by hand */
byte house_epoch, device_epoch; /* every placing and every releasing counts one up */
bool taken;                     /* the message of a person is being worked on */
bool unwritten;                 /* what people hold is not on the disk as it is here */
bool by_hand_unwritten;         /* and a hand is part of it */
byte must_send, value_to_send;  /* whose command goes next; nothing else happens before it */
bool owed;                      /* a person's value could not be sent: it goes at reconnect */
byte known;                     /* the last value that the lamp reported */

chan writing = [COMMITS] of { byte, byte, byte }; /* decisions: both epochs, and the ghost era */
bool waits;                                       /* a wish that was deferred or delayed */
byte wish_house, wish_device, wish_era;
bool passed;                                      /* only with WAITS_AFTER_FENCE */
byte passed_era;

byte told, told_house, told_device, told_era, tries; /* the order whose report is awaited */
bool sent_auto, sent_set, repeated_set, worded;      /* what this life of the hub handed over */
byte sent_words; /* which hands were repeated as last words, a bit for each */
bool in_library; /* only with LIBRARY_QUEUES */
byte in_library_era;

/* --- outside ----------------------------------------------------------------------------------- */

chan link = [LINK] of { byte, byte }; /* hub, broker, lamp: whose command, and its value */
byte lamp;
byte report, report_by; /* the latest value alone: the lamp never waits for the hub */
bool report_new;
chan reports = [1] of { byte, byte }; /* only with QUEUES_REPORTS */
byte ask;                             /* the broker has it until it is acknowledged */

/* --- ghosts ------------------------------------------------------------------------------------ */

byte era, device_era;    /* how often a person came, on any scope and on the lamp's */
bool acked_frozen;       /* people were told that the freeze is taken, and have not released it */
bool acked_held;
bool fresh = true;       /* something happened in this life of the hub */
byte persons;            /* the newest value that a person gave the lamp */
byte hand;               /* the newest hand, once heard of, until a person comes after it */
bool excused;            /* one of the three exceptions of P3 is met; until a person comes again */
byte orphans;            /* commands on the link that an earlier life of the hub handed over */
byte words;              /* last words since the hub last heard a person */

byte made, asked, presses, crashes, drops;

#define WORD(value) (1 << value)
#define COVERED (frozen || held != NOTHING)
#define READY (up && open && !must_send)
#define ON_THE_AIR (conn && len(link) < LINK)
#define AWAITED (told == SET && told_device == device_epoch)
#define OVERTAKEN (persons != NOTHING && lamp != persons)

#define PASSES(h, d)                                                                               \
	(NO_FENCE || ((FENCE_SKIPS_HOUSE || !frozen) && held == NOTHING &&                             \
		      (FENCE_FORGETS || ((FENCE_SKIPS_HOUSE || (h) == house_epoch) &&                  \
					 (d) == device_epoch))))

/* The exceptions: 1, the hub had not heard of the hand, or was not there; 2, a person's command
 * was lost on the wire and nobody remembers it; 3, the last word was. */
#define EXCUSE(n) printf("exception %d\n", n); excused = (excused || WITHOUT != n)

inline nothing_automated(since)
{
	assert(P1_supremacy || !(frozen || held != NOTHING || acked_frozen || acked_held));
	assert(P1_supremacy || since == era)
}

inline commands()
{
	assert(P4_still_boot || fresh)
}

inline bump_house()
{
	house_epoch++;
	era++
}

inline bump_device()
{
	device_epoch++;
	era++;
	device_era++
}

inline forget_order()
{
	told = NOTHING;
	told_house = 0;
	told_device = 0;
	told_era = 0;
	tries = 0
}

inline hand_over_auto(h, d, g)
{
	if
	:: ON_THE_AIR ->
		printf("hub: the agent's command is handed over\n");
		nothing_automated(g);
		commands();
		link!BY_AGENT, AUTO;
		told = AUTO;
		told_house = h;
		told_device = d;
		told_era = g;
		tries = 0;
		sent_auto = true
	:: !ON_THE_AIR && LIBRARY_QUEUES && !conn ->
		in_library = true;
		in_library_era = g
	:: !ON_THE_AIR && !(LIBRARY_QUEUES && !conn) ->
		skip /* not sent: it is decided again, or not at all */
	fi;
	intent = false
}

inline last_word()
{
	printf("hub: wants the last word, %d\n", held);
	assert(P5_no_argument || report_by != BY_HAND);
	assert(P5_no_argument || words == 0);
	words++;
	worded = true;
	must_send = LAST_WORD;
	value_to_send = held
}

inline a_person_came()
{
	worded = false;
	words = 0;
	owed = false;
	hand = 0;
	unwritten = true
}

/* --- agents: they look, wish, and fall silent at any time ---------------------------------------- */

active proctype Agents()
{
end:
	do
	:: atomic {
		READY && made < DECISIONS && nfull(writing) && !waits ->
		made++;
		fresh = true;
		if
		:: !COVERED -> printf("hub: an agent's wish is decided, and being written\n"); intent = true; writing!house_epoch, device_epoch, era
		:: true -> /* deferred by a person, or delayed by a rule: it lives on as a claim */
			printf("hub: an agent's wish waits\n");
			waits = true;
			wish_house = house_epoch;
			wish_device = device_epoch;
			wish_era = era
		fi
	   }
	od
}

/* --- the hub ------------------------------------------------------------------------------------- */

active proctype Hub()
{
	byte h, d, g, value;

end:
	do
	/* A start: the process, the journal, the broker and what it stored; then it is open. */
	:: atomic {
		!up -> printf("hub: starts\n"); up = true
	   }
	:: atomic {
		up && !loaded ->
		printf("hub: reads the journal: frozen %d, held %d\n", disk_frozen, disk_held);
		frozen = disk_frozen;
		held = disk_held;
		loaded = true;
		if
		:: REASSERTS_AT_BOOT && held -> must_send = LAST_WORD; value_to_send = held
		:: RESENDS_AT_BOOT && intent && !held -> must_send = BY_AGENT; value_to_send = AUTO
		:: else
		fi;
		intent = false /* closed as unknown */
	   }
	:: atomic {
		up && !conn && (loaded || OPENS_EARLY) ->
		printf("hub: has the link, and learns that the lamp shows %d\n", report);
		conn = true;
		known = report; /* stored: nobody's hand, and no news */
		report_new = false;
		if
		:: owed -> owed = false; must_send = BY_PERSON; value_to_send = held
		:: else
		fi
	   }
	:: atomic {
		up && conn && !open && !must_send && (loaded || OPENS_EARLY) -> printf("hub: is open\n"); open = true
	   }

	/* People: the fence first, then their wish is sent, then written, then acknowledged. */
	:: atomic {
		READY && ask && !taken ->
		printf("hub: takes what a person asks, %d\n", ask);
		taken = true;
		fresh = true;
		if
		:: ask == FREEZE_HOUSE ->
			if
			:: NO_BUMP_ON_PLACING -> era++
			:: else -> bump_house()
			fi;
			frozen = true;
			unwritten = true
		:: ask == SET_DEVICE ->
			a_person_came();
			if
			:: NO_BUMP_ON_PLACING -> era++; device_era++
			:: else -> bump_device()
			fi;
			held = SET;
			persons = SET;
			excused = false;
			if
			:: conn -> must_send = BY_PERSON; value_to_send = SET
			:: else -> owed = true; forget_order()
			fi
		:: ask == RELEASE_HOUSE ->
			if
			:: NO_BUMP_ON_RELEASE -> era++
			:: else -> bump_house()
			fi;
			frozen = false;
			acked_frozen = false;
			unwritten = true
		:: ask == RELEASE_DEVICE ->
			a_person_came();
			if
			:: NO_BUMP_ON_RELEASE -> era++; device_era++
			:: else -> bump_device()
			fi;
			held = NOTHING;
			acked_held = false
		fi
	   }
	:: atomic {
		up && must_send && ON_THE_AIR ->
		printf("hub: hands over %d of %d\n", value_to_send, must_send);
		commands();
		link!must_send, value_to_send;
		if
		:: must_send == BY_PERSON ->
			told = SET;
			told_house = 0; /* the house is none of its business */
			told_device = device_epoch;
			told_era = device_era;
			tries = 0;
			sent_set = true
		:: must_send == LAST_WORD -> sent_words = sent_words | WORD(value_to_send); forget_order()
		:: else
		fi;
		must_send = 0;
		value_to_send = 0
	   }
	:: atomic {
		up && must_send && !conn ->
		printf("hub: cannot send %d of %d\n", value_to_send, must_send);
		if
		:: must_send == BY_PERSON -> owed = true
		:: must_send == LAST_WORD -> EXCUSE(3)
		:: else
		fi;
		must_send = 0;
		value_to_send = 0
	   }
	:: atomic {
		up && loaded && unwritten && !must_send ->
		printf("disk: frozen %d, held %d\n", frozen, held);
		disk_frozen = frozen;
		disk_held = held;
		unwritten = false;
		if
		:: by_hand_unwritten -> acked_held = (held != NOTHING)
		:: else
		fi;
		by_hand_unwritten = false
	   }
	:: atomic {
		up && taken && !must_send && (!unwritten || ACKNOWLEDGES_FIRST) ->
		printf("hub: acknowledges %d\n", ask);
		if
		:: ask == FREEZE_HOUSE -> acked_frozen = frozen
		:: ask == SET_DEVICE -> acked_held = (held != NOTHING)
		:: else
		fi;
		ask = 0;
		taken = false
	   }

	/* A decision is written. In the same step it is checked at the fence and handed over. */
	:: atomic {
		READY && nempty(writing) ->
		writing?h, d, g;
		if
		:: PASSES(h, d) ->
			if
			:: WAITS_AFTER_FENCE -> passed = true; passed_era = g
			:: else -> hand_over_auto(h, d, g)
			fi
		:: else -> printf("fence: superseded by override\n"); intent = false /* superseded by override */
		fi;
		h = 0;
		d = 0;
		g = 0
	   }
	:: atomic {
		READY && passed ->
		passed = false;
		hand_over_auto(house_epoch, device_epoch, passed_era);
		passed_era = 0
	   }
	:: atomic {
		READY && waits && !COVERED && nfull(writing) ->
		printf("hub: the wish that waited goes on\n");
		writing!wish_house, wish_device, wish_era;
		intent = true;
		waits = false;
		wish_house = 0;
		wish_device = 0;
		wish_era = 0
	   }
	:: atomic {
		READY && in_library && ON_THE_AIR ->
		printf("library: sends what it kept\n");
		nothing_automated(in_library_era);
		link!BY_AGENT, AUTO;
		sent_auto = true;
		in_library = false;
		in_library_era = 0
	   }

	/* No report came: once more, if nobody came in between. */
	:: atomic {
		READY && told == AUTO && tries < TRIES && ON_THE_AIR ->
		if
		:: RETRY_ASKS_NOBODY || PASSES(told_house, told_device) ->
			printf("hub: repeats the agent's command\n");
			nothing_automated(told_era);
			commands();
			link!BY_AGENT, AUTO;
			tries++
		:: else -> forget_order()
		fi
	   }
	:: atomic {
		READY && told == SET && tries < TRIES && ON_THE_AIR ->
		if
		:: RETRY_ASKS_NOBODY || told_device == device_epoch ->
			printf("hub: repeats the person's command\n");
			assert(P1_supremacy || told_era == device_era);
			commands();
			link!REPEAT, SET;
			repeated_set = true;
			tries++
		:: else -> forget_order()
		fi
	   }

	/* A report: our own echo, or our own late command that overtook a person, or a hand. */
	:: atomic {
		READY && conn && (report_new || (QUEUES_REPORTS && len(reports) > 0)) ->
		if
		:: QUEUES_REPORTS -> reports?value, g
		:: else -> value = report; g = report_by; report_new = false
		fi;
		printf("hub: hears that the lamp shows %d\n", value);
		if
		:: value == known
		:: else ->
			known = value;
			fresh = true;
			if
			:: told == value -> forget_order()
			:: else
			fi;
			if
			:: (value == AUTO && sent_auto) || (value == SET && repeated_set) ||
			   (sent_words & WORD(value)) ->
				if
				:: !NO_LAST_WORD && held && held != value && !worded && !AWAITED ->
					last_word()
				:: else
				fi
			:: else ->
				if
				:: (value == SET && sent_set) || value == held
				:: else ->
					if
					:: ARGUES && held -> last_word()
					:: else ->
						printf("hub: takes it for a hand\n");
						a_person_came();
						if
						:: NO_BUMP_ON_PLACING -> era++; device_era++
						:: else -> bump_device()
						fi;
						held = value;
						by_hand_unwritten = true;
						hand = (g == BY_HAND -> value : 0)
					fi
				fi
			fi
		fi;
		value = 0;
		g = 0
	   }
	:: atomic {
		REPEATS_LAST_WORD && READY && worded && conn && known != held && held && words < 3 ->
		last_word()
	   }
	od
}

/* --- the lamp: it does what comes last, from wherever ------------------------------------------------ */

inline tell(whose)
{
	report = lamp;
	report_by = whose;
	report_new = up && conn
}

active proctype Lamp()
{
	byte whose, value;

end:
	do
	:: atomic {
		nempty(link) ->
		link?whose, value;
		if
		:: whose == BY_PERSON || (whose == LAST_WORD && value == hand) ->
			persons = value;
			excused = false
		:: else ->
			if
			:: persons != NOTHING && lamp == persons &&
			   ((persons >= WALL && !hand) || !up || !conn || orphans) -> EXCUSE(1)
			:: else
			fi
		fi;
		lamp = value;
		printf("lamp: shows %d, told by %d\n", value, whose);
		tell(whose);
		if
		:: orphans -> orphans--
		:: else
		fi;
		value = 0
	   }
		if
		:: QUEUES_REPORTS -> reports!lamp, whose
		:: else
		fi;
		whose = 0
	od
}

active proctype Wall()
{
end:
	do
	:: atomic {
		presses < PRESSES && (!QUEUES_REPORTS || nfull(reports)) ->
		lamp = WALL + presses;
		presses++;
		printf("wall: a hand, %d\n", lamp);
		persons = lamp;
		hand = 0;
		excused = false;
		tell(BY_HAND);
		if
		:: QUEUES_REPORTS -> reports!lamp, BY_HAND
		:: else
		fi
	   }
	od
}

/* --- people at the page, the console or a topic ------------------------------------------------------ */

active proctype People()
{
end:
	do
	:: atomic {
		!ask && asked < ASKS ->
		asked++;
		if
		:: ask = FREEZE_HOUSE
		:: ask = SET_DEVICE
		:: acked_frozen -> ask = RELEASE_HOUSE
		:: acked_held -> ask = RELEASE_DEVICE
		fi
	   }
	od
}

/* --- what goes wrong -------------------------------------------------------------------------------- */

/* What was on its way to the lamp arrives up to some command, and the rest is lost. */
inline lose(remembered)
{
	if
	:: report_new && OVERTAKEN -> EXCUSE(1)
	:: else
	fi;
	report_new = false;
	left = len(link);
	do
	:: left == 0 -> break
	:: left > 0 ->
		left--;
		link?whose, value;
		if
		:: !lost -> link!whose, value; coming = (coming || value == persons)
		:: true ->
			lost = true;
			printf("lost on the wire: %d of %d\n", value, whose);
			if
			:: whose == LAST_WORD -> EXCUSE(3)
			:: else
			fi
		fi
	od;
	if
	:: persons == SET && lamp != persons && !coming && !(remembered) -> EXCUSE(2)
	:: else
	fi;
	lost = false;
	coming = false;
	whose = 0;
	value = 0
}

active proctype Drops()
{
	byte left, whose, value;
	bool lost, coming;

end:
	do
	:: atomic {
		up && conn && drops < DROPS ->
		drops++;
		printf("the link is lost\n");
		conn = false;
		lose(owed || must_send == BY_PERSON ||
		     (told == SET && told_device == device_epoch && tries < TRIES))
	   }
	od
}

active proctype Crash()
{
	byte left, whose, value;
	bool lost, coming;

end:
	do
	:: atomic {
		up && crashes < CRASHES ->
		crashes++;
		printf("the hub crashes\n");
		if
		:: must_send == LAST_WORD -> EXCUSE(3)
		:: else
		fi;
		lose(ask == SET_DEVICE);
		orphans = len(link);
		up = false;
		loaded = false;
		conn = false;
		open = false;
		frozen = false;
		held = NOTHING;
		house_epoch = 0;
		device_epoch = 0;
		taken = false;
		unwritten = false;
		by_hand_unwritten = false;
		must_send = 0;
		value_to_send = 0;
		owed = false;
		known = NOTHING;
		do
		:: len(writing) > 0 -> writing?_, _, _
		:: else -> break
		od;
		waits = false;
		wish_house = 0;
		wish_device = 0;
		wish_era = 0;
		passed = false;
		passed_era = 0;
		forget_order();
		sent_auto = false;
		sent_set = false;
		repeated_set = false;
		worded = false;
		sent_words = 0;
		in_library = false;
		in_library_era = 0;
		fresh = false;
		words = 0
	   }
	od
}

/* --- the properties that are seen from outside ------------------------------------------------------- */

#define QUIET                                                                                      \
	(up && open && conn && !ask && !must_send && !unwritten && !report_new && len(link) == 0 && \
	 len(writing) == 0 && (told == NOTHING || tries == TRIES) && !(waits && !COVERED) && !passed && !in_library)

active proctype Watch()
{
end:
	do
	:: atomic {
		open && ((acked_frozen && !frozen) || (acked_held && held == NOTHING)) ->
		assert(P2_durability)
	   }
	:: atomic {
		QUIET && held != NOTHING && lamp != persons && lamp != held && !excused ->
		assert(P3_shown)
	   }
	:: timeout -> assert(P6_no_deadlock || QUIET); break
	od
}
