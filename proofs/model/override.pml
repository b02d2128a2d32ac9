/* The override protocol, small enough that every interleaving of it can be looked at.
 *
 * One lamp lies in two scopes, the house and the device. People freeze and release the house, set
 * and release the lamp, and move it at its wall switch. Agents wish; the hub decides, writes the
 * decision down, and hands it over. The hub crashes between any two of its steps, and its link is
 * lost between any two. The README beside this folder says which line stands for what in the code.
 *
 * Each `atomic` block of the hub is what happens in one step of its loop. A name in capitals that
 * is 0 by default is a fault: the proof switches on one at a time. What stands under "ghosts" is
 * seen by the properties alone; the hub never asks it.
 */

/* --- how much may happen ---------------------------------------------------------------------- */

#ifndef EVENTS
#define EVENTS 4 /* of the following six, in all and in any order */
#endif
#ifndef DECISIONS
#define DECISIONS 2 /* wishes of agents */
#endif
#ifndef ASKS
#define ASKS 2 /* overrides and releases by topic, page or command line */
#endif
#ifndef PRESSES
#define PRESSES 2 /* hands at the wall switch; at most 5 */
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef DROPS
#define DROPS 1 /* losses of the link to the broker */
#endif
#ifndef MISSES
#define MISSES 1 /* commands that do not reach the lamp through the air */
#endif
#ifndef WRITING
#define WRITING 1 /* decisions that the journal is writing at a time */
#endif
#ifndef LINK
#define LINK 2 /* commands on their way to the lamp */
#endif
#ifndef REPEATS
#define REPEATS 1 /* of a command that is not reported */
#endif

/* --- faults ----------------------------------------------------------------------------------- */

#ifndef NO_FENCE
#define NO_FENCE 0
#endif
#ifndef FENCE_WITHOUT_EPOCH
#define FENCE_WITHOUT_EPOCH 0
#endif
#ifndef FENCE_WITHOUT_HOUSE
#define FENCE_WITHOUT_HOUSE 0
#endif
#ifndef WAITS_AFTER_FENCE
#define WAITS_AFTER_FENCE 0
#endif
#ifndef REPEATS_ASK_NOBODY
#define REPEATS_ASK_NOBODY 0
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

#ifndef WITHOUT
#define WITHOUT 0 /* the exception of P3 that is taken away, to see that it is needed */
#endif

#ifndef ONLY
#define ONLY 0 /* the one property that is looked at; 0: all of them */
#endif
#define SKIPPED(n) (ONLY != 0 && ONLY != n)

/* --- properties, and situations that must be reached ------------------------------------------ */

/* None of these ever changes. Their names are what the verifier prints where an assertion does not
 * hold; one that is 1 is not looked at. */
bit P1_supremacy = SKIPPED(1);
bit P2_durability = SKIPPED(2);
bit P3_shown = SKIPPED(3);
bit P4_still_boot = SKIPPED(4);
bit P5_no_argument = SKIPPED(5);
bit P6_no_deadlock = SKIPPED(6);

/* --- values ----------------------------------------------------------------------------------- */

/* What a lamp can show. Every press at the wall gives a value of its own, from WALL on. */
#define NOTHING 0
#define AUTO 1
#define SET 2
#define WALL 3

/* Whose a command or a report is. A `repeat` is the hub's own, of a person's command. */
mtype = { agent, person, repeat, last_word, hand };

/* What a person asks for. */
mtype = { freeze_house, release_house, set_lamp, release_lamp };

/* --- the disk --------------------------------------------------------------------------------- */

bool disk_frozen;
byte disk_held;
bool intent; /* only with RESENDS_AT_BOOT: a decision stands there without its end */

/* --- the hub's memory: a crash empties it ----------------------------------------------------- */

bool up = true, loaded = true, conn = true, open = true;
bool frozen;                    /* a freeze on the house */
byte held;                      /* the value that a person holds the lamp at, by `set` or by hand */
byte house_epoch, device_epoch; /* every placing and every releasing counts one up */
bool taken;                     /* what a person asks is being done */
bool unwritten;                 /* what people hold is not on the disk as it is here */
bool hand_unwritten;            /* and a hand is part of it */
byte must_send, value_to_send;  /* whose command goes next; nothing else happens before it */
bool owed;                      /* a person's value could not be sent: it goes at reconnect */
byte known;                     /* what the lamp last reported */

chan writing = [WRITING] of { byte, byte, byte }; /* decisions: both epochs, and the ghost era */
bool waits;                                       /* a wish that was deferred or delayed */
byte wish_house, wish_device, wish_era;
bool passed; /* only with WAITS_AFTER_FENCE */
byte passed_era;
bool in_library; /* only with LIBRARY_QUEUES */
byte in_library_era;

byte told, told_house, told_device, told_era; /* the order whose report is awaited */
byte repeats;
bool silent; /* the lamp said nothing since, and the link was up all the time */
bool sent_auto, sent_set, repeated_set; /* what this life of the hub has handed over */
byte sent_words;                        /* as last words: a bit for each value */
bool worded;                            /* what is held now has had its last word */

/* --- outside ---------------------------------------------------------------------------------- */

chan link = [LINK] of { byte, byte }; /* hub, broker, lamp: whose command, and its value */
byte lamp;
byte report, report_by; /* the latest value alone: the lamp never waits for the hub */
bool report_new;
chan reports = [1] of { byte, byte }; /* only with QUEUES_REPORTS */
byte ask;                             /* stays with the broker until it is acknowledged */

/* --- ghosts ----------------------------------------------------------------------------------- */

byte era, device_era; /* how often a person came, on any scope, and on the lamp's */
bool acked_frozen;    /* people were told that the freeze is taken, and have not released it */
bool acked_held;
bool fresh = true;    /* something has happened in this life of the hub */
byte persons;         /* the newest value that a person gave the lamp */
byte newest_hand;     /* the hand that the hub heard of last, until a person comes after it */
bool not_known, lost; /* exceptions 1 and 2 are met, until a person comes to the lamp again */
bool word_lost;       /* exception 3, until the hub hears a person again */
byte orphans;         /* commands on the link that an earlier life of the hub handed over */
byte words;           /* last words since the hub last heard a person */

byte made, asked, presses, crashes, drops, missed;

/* --- what the parts have in common ------------------------------------------------------------ */

#define MORE (made + asked + presses + crashes + drops + missed < EVENTS)
#define COVERED (frozen || held != NOTHING)
#define READY (up && open && !must_send)
#define ON_THE_AIR (conn && len(link) < LINK)
#define BIT_OF(value) (1 << value)

#define PASSES(h, d)                                                                               \
	(NO_FENCE ||                                                                               \
	 (held == NOTHING && (FENCE_WITHOUT_EPOCH || (d) == device_epoch) &&                       \
	  (FENCE_WITHOUT_HOUSE || (!frozen && (FENCE_WITHOUT_EPOCH || (h) == house_epoch)))))

/* The person's own command is still awaited, and nobody came since. */
#define AWAITS_PERSONS (told == SET && told_device == device_epoch)

#define REPEATABLE (told != NOTHING && silent && repeats < REPEATS)

/* Nothing is on its way, being written or about to be repeated. */
#define QUIET                                                                                      \
	(up && open && conn && !ask && !must_send && !unwritten && !report_new &&                  \
	 len(reports) == 0 && len(link) == 0 && len(writing) == 0 && !passed && !in_library &&     \
	 !REPEATABLE && !(waits && !COVERED))

/* Three things that nobody can promise of a lamp that only does what it is told last:
 * 1, a late command of ours overtook a person and the hub cannot know: it had not heard of the hand
 *    yet, or it was down or without a link when the report came;
 * 2, a person's command was lost, and it was not repeated: its repeat was lost too, or the lamp or
 *    the link gave no silence to repeat it into, or the hub crashed, and starting commands nothing;
 * 3, the last word was lost: it is sent once. */
#define NOT_KNOWN                                                                                  \
	printf("exception 1 is met\n");                                                            \
	not_known = (WITHOUT != 1)
#define LOST                                                                                       \
	printf("exception 2 is met\n");                                                            \
	lost = (WITHOUT != 2)
#define WORD_LOST                                                                                  \
	printf("exception 3 is met\n");                                                            \
	word_lost = (WITHOUT != 3)
#define EXCUSED (not_known || lost || word_lost)

/* P1: nobody covers the lamp, by the hub's memory or by what people were told, and nobody came since
 * this was decided. */
inline nothing_automated(since)
{
	assert(P1_supremacy || !(frozen || held != NOTHING || acked_frozen || acked_held));
	assert(P1_supremacy || since == era)
}

/* P4: the hub has heard of something since it started. */
inline commands()
{
	assert(P4_still_boot || fresh)
}

inline placed_on_house()
{
	house_epoch = (NO_BUMP_ON_PLACING -> house_epoch : house_epoch + 1);
	era++
}

inline placed_on_lamp()
{
	device_epoch = (NO_BUMP_ON_PLACING -> device_epoch : device_epoch + 1);
	era++;
	device_era++
}

inline released_house()
{
	house_epoch = (NO_BUMP_ON_RELEASE -> house_epoch : house_epoch + 1);
	era++
}

inline released_lamp()
{
	device_epoch = (NO_BUMP_ON_RELEASE -> device_epoch : device_epoch + 1);
	era++;
	device_era++
}

/* What was about the last person at the lamp is over. */
inline person_at_lamp()
{
	worded = false;
	owed = false;
	unwritten = true;
	words = 0;
	newest_hand = 0
}

inline forget_order()
{
	told = NOTHING;
	told_house = 0;
	told_device = 0;
	told_era = 0;
	repeats = 0;
	silent = false
}

inline forget_wish()
{
	waits = false;
	wish_house = 0;
	wish_device = 0;
	wish_era = 0
}

inline hand_over_auto(h, d, since)
{
	if
	:: ON_THE_AIR ->
		printf("hub: hands over the agent's command\n");
		nothing_automated(since);
		commands();
		link!agent, AUTO;
		told = AUTO;
		told_house = h;
		told_device = d;
		told_era = since;
		repeats = 0;
		silent = true;
		sent_auto = true
	:: LIBRARY_QUEUES && !conn ->
		printf("hub: gives the agent's command to the library, which keeps it\n");
		in_library = true;
		in_library_era = since
	:: !ON_THE_AIR && !(LIBRARY_QUEUES && !conn) ->
		printf("hub: cannot send the agent's command, and drops it\n")
	fi;
	intent = false
}

inline have_last_word()
{
	printf("hub: wants the last word: #%d\n", held);
	assert(P5_no_argument || report_by != hand);
	assert(P5_no_argument || words == 0);
	words++;
	worded = true;
	must_send = last_word;
	value_to_send = held
}

/* --- agents ----------------------------------------------------------------------------------- */

active proctype Agents()
{
end:
	do
	:: atomic {
		READY && made < DECISIONS && MORE && nfull(writing) && !waits ->
		made++;
		fresh = true;
		if
		:: !COVERED ->
			printf("hub: allows an agent's wish, and writes it down\n");
			intent = RESENDS_AT_BOOT;
			writing!house_epoch, device_epoch, era
		:: true ->
			printf("hub: an agent's wish has to wait\n");
			waits = true;
			wish_house = house_epoch;
			wish_device = device_epoch;
			wish_era = era
		fi
	   }
	od
}

/* --- the hub ---------------------------------------------------------------------------------- */

active proctype Hub()
{
	byte h, d, since, value, by;

end:
	do
	/* A start: the journal, then the broker and what it has stored; then the hub is open. */
	:: atomic {
		!up -> printf("hub: starts\n"); up = true
	   }
	:: atomic {
		up && !loaded ->
		printf("hub: reads the journal: frozen %d, held #%d\n", disk_frozen, disk_held);
		frozen = disk_frozen;
		held = disk_held;
		loaded = true;
		if
		:: REASSERTS_AT_BOOT && held -> must_send = last_word; value_to_send = held
		:: RESENDS_AT_BOOT && intent && !held -> must_send = agent; value_to_send = AUTO
		:: else
		fi;
		intent = false
	   }
	:: atomic {
		up && !conn && (loaded || OPENS_EARLY) ->
		printf("hub: has a link, and learns that the lamp shows #%d\n", report);
		conn = true;
		known = report;
		report_new = false;
		if
		:: owed -> owed = false; must_send = person; value_to_send = held
		:: else
		fi
	   }
	:: atomic {
		up && conn && !open && !must_send && (loaded || OPENS_EARLY) ->
		printf("hub: is open\n");
		open = true
	   }

	/* What a person asks: the fence, the command, the disk, the acknowledgement. */
	:: atomic {
		READY && ask && !taken ->
		printf("hub: takes what a person asks: %e\n", ask);
		taken = true;
		fresh = true;
		if
		:: ask == freeze_house -> placed_on_house(); frozen = true; unwritten = true
		:: ask == release_house ->
			released_house();
			frozen = false;
			unwritten = true;
			acked_frozen = false
		:: ask == set_lamp ->
			person_at_lamp();
			placed_on_lamp();
			word_lost = false;
			held = SET;
			persons = SET;
			not_known = false;
			lost = false;
			if
			:: conn -> must_send = person; value_to_send = SET
			:: else -> owed = true; forget_order()
			fi
		:: ask == release_lamp ->
			person_at_lamp();
			released_lamp();
			word_lost = false;
			held = NOTHING;
			acked_held = false
		fi
	   }
	:: atomic {
		up && must_send && ON_THE_AIR ->
		printf("hub: hands over #%d (%e)\n", value_to_send, must_send);
		commands();
		link!must_send, value_to_send;
		forget_order();
		if
		:: must_send == person ->
			told = SET;
			told_device = device_epoch;
			told_era = device_era;
			silent = true;
			sent_set = true
		:: must_send == last_word -> sent_words = sent_words | BIT_OF(value_to_send)
		:: else
		fi;
		must_send = 0;
		value_to_send = 0
	   }
	:: atomic {
		up && must_send && !conn ->
		printf("hub: has no link for #%d (%e)\n", value_to_send, must_send);
		if
		:: must_send == person -> owed = true
		:: must_send == last_word -> WORD_LOST
		:: else
		fi;
		must_send = 0;
		value_to_send = 0
	   }
	:: atomic {
		up && loaded && unwritten && !must_send ->
		printf("disk: frozen %d, held #%d\n", frozen, held);
		disk_frozen = frozen;
		disk_held = held;
		unwritten = false;
		acked_held = (hand_unwritten -> held != NOTHING : acked_held);
		hand_unwritten = false
	   }
	:: atomic {
		up && taken && !must_send && (!unwritten || ACKNOWLEDGES_FIRST) ->
		printf("hub: acknowledges %e\n", ask);
		acked_frozen = (ask == freeze_house -> frozen : acked_frozen);
		acked_held = (ask == set_lamp -> held != NOTHING : acked_held);
		ask = 0;
		taken = false
	   }

	/* A decision is written. In the same step it is checked at the fence and handed over. */
	:: atomic {
		READY && nempty(writing) ->
		writing?h, d, since;
		if
		:: !PASSES(h, d) -> printf("hub: the fence stops the agent's command\n"); intent = false
		:: PASSES(h, d) && !WAITS_AFTER_FENCE -> hand_over_auto(h, d, since)
		:: PASSES(h, d) && WAITS_AFTER_FENCE -> passed = true; passed_era = since
		fi;
		h = 0;
		d = 0;
		since = 0
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
		intent = RESENDS_AT_BOOT;
		writing!wish_house, wish_device, wish_era;
		forget_wish()
	   }
	:: atomic {
		READY && in_library && ON_THE_AIR ->
		printf("library: sends what it kept\n");
		nothing_automated(in_library_era);
		link!agent, AUTO;
		sent_auto = true;
		in_library = false;
		in_library_era = 0
	   }

	/* Only silence: the order goes once more, if nobody came in between. */
	:: atomic {
		READY && told == AUTO && REPEATABLE && ON_THE_AIR ->
		if
		:: REPEATS_ASK_NOBODY || PASSES(told_house, told_device) ->
			printf("hub: repeats the agent's command\n");
			nothing_automated(told_era);
			commands();
			link!agent, AUTO;
			repeats++
		:: else -> forget_order()
		fi
	   }
	:: atomic {
		READY && told == SET && REPEATABLE && ON_THE_AIR ->
		if
		:: REPEATS_ASK_NOBODY || told_device == device_epoch ->
			printf("hub: repeats the person's command\n");
			assert(P1_supremacy || told_era == device_era);
			commands();
			link!repeat, SET;
			lost = false;
			repeated_set = true;
			repeats++
		:: else -> forget_order()
		fi
	   }

	/* A report: what was known, or our own late command, or our echo, or a hand. */
	:: atomic {
		READY && conn && (report_new || len(reports) > 0) ->
		if
		:: QUEUES_REPORTS -> reports?value, by
		:: else -> value = report; by = report_by; report_new = false
		fi;
		printf("hub: hears that the lamp shows #%d\n", value);
		silent = false;
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
			   (sent_words & BIT_OF(value)) ->
				if
				:: held && held != value && !worded && !AWAITS_PERSONS && !NO_LAST_WORD ->
					have_last_word()
				:: else
				fi
			:: else ->
				if
				:: value == held || (value == SET && sent_set)
				:: else ->
					if
					:: ARGUES && held -> have_last_word()
					:: else ->
						printf("hub: takes it for a hand\n");
						person_at_lamp();
						placed_on_lamp();
						held = value;
						hand_unwritten = true;
						newest_hand = (by == hand -> value : 0);
						word_lost = (by == hand -> false : word_lost)
					fi
				fi
			fi
		fi;
		value = 0;
		by = 0
	   }
	:: atomic {
		REPEATS_LAST_WORD && READY && worded && conn && held && known != held && words < 3 ->
		have_last_word()
	   }
	od
}

/* --- the lamp: it does what it is told last, from wherever ------------------------------------ */

inline tell(whose)
{
	report = lamp;
	report_by = whose;
	report_new = up && conn && !QUEUES_REPORTS;
	if
	:: QUEUES_REPORTS -> reports!lamp, whose
	:: else
	fi
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
		:: whose == person || (whose == last_word && value == newest_hand) ->
			persons = value;
			not_known = false
		:: else ->
			if
			:: persons != NOTHING && lamp == persons &&
			   ((persons >= WALL && !newest_hand) || !up || !conn || orphans) -> NOT_KNOWN
			:: else
			fi
		fi;
		orphans = (orphans -> orphans - 1 : 0);
		lamp = value;
		printf("lamp: shows #%d (%e)\n", lamp, whose);
		tell(whose);
		whose = 0;
		value = 0
	   }
	:: atomic {
		nempty(link) && missed < MISSES && MORE ->
		missed++;
		link?whose, value;
		printf("lamp: does not hear #%d (%e)\n", value, whose);
		if
		:: whose == last_word -> WORD_LOST
		:: whose != last_word && value == persons && lamp != persons -> LOST
		:: else
		fi;
		orphans = (orphans -> orphans - 1 : 0);
		whose = 0;
		value = 0
	   }
	od
}

/* --- people ----------------------------------------------------------------------------------- */

active proctype Wall()
{
end:
	do
	:: atomic {
		presses < PRESSES && MORE && nfull(reports) ->
		lamp = WALL + presses;
		presses++;
		printf("wall: a hand, and the lamp shows #%d\n", lamp);
		persons = lamp;
		newest_hand = 0;
		not_known = false;
		lost = false;
		tell(hand)
	   }
	od
}

active proctype People()
{
end:
	do
	:: atomic {
		!ask && asked < ASKS && MORE ->
		asked++;
		if
		:: ask = freeze_house
		:: ask = set_lamp
		:: acked_frozen -> ask = release_house
		:: acked_held -> ask = release_lamp
		fi
	   }
	od
}

/* --- what goes wrong -------------------------------------------------------------------------- */

/* What was on its way to the lamp arrives up to some command, and the rest is lost. */
inline lose_the_link(remembered)
{
	conn = false;
	if
	:: report_new && persons != NOTHING && lamp != persons -> NOT_KNOWN
	:: else
	fi;
	report_new = false;
	shows = lamp; /* in the end, with what still arrives */
	left = len(link);
	do
	:: left == 0 -> break
	:: left > 0 ->
		left--;
		link?whose, value;
		if
		:: !cut -> link!whose, value; shows = value
		:: true ->
			printf("lost on the wire: #%d (%e)\n", value, whose);
			cut = true;
			if
			:: whose == last_word -> WORD_LOST
			:: else
			fi
		fi
	od;
	if
	:: persons == SET && shows != persons && !(remembered) -> LOST
	:: else
	fi;
	cut = false;
	shows = 0;
	whose = 0;
	value = 0
}

active proctype Drops()
{
	byte left, whose, value, shows;
	bool cut;

end:
	do
	:: atomic {
		up && conn && drops < DROPS && MORE ->
		drops++;
		printf("the link is lost\n");
		if
		:: taken -> printf("what a person asked will be delivered again\n"); taken = false
		:: true
		fi;
		silent = false;
		lose_the_link(owed || must_send == person)
	   }
	od
}

active proctype Crash()
{
	byte left, whose, value, shows;
	bool cut;

end:
	do
	:: atomic {
		up && crashes < CRASHES && MORE ->
		crashes++;
		printf("the hub crashes\n");
		if
		:: must_send == last_word -> WORD_LOST
		:: else
		fi;
		lose_the_link(ask == set_lamp);
		orphans = len(link);
		up = false;
		loaded = false;
		open = false;
		frozen = false;
		held = NOTHING;
		house_epoch = 0;
		device_epoch = 0;
		taken = false;
		unwritten = false;
		hand_unwritten = false;
		must_send = 0;
		value_to_send = 0;
		owed = false;
		known = NOTHING;
		do
		:: len(writing) > 0 -> writing?_, _, _
		:: else -> break
		od;
		forget_wish();
		passed = false;
		passed_era = 0;
		in_library = false;
		in_library_era = 0;
		forget_order();
		sent_auto = false;
		sent_set = false;
		repeated_set = false;
		sent_words = 0;
		worded = false;
		fresh = false;
		words = 0
	   }
	od
}

/* --- what is seen from outside ---------------------------------------------------------------- */

active proctype Watch()
{
end:
	do
	:: atomic {
		open && ((acked_frozen && !frozen) || (acked_held && held == NOTHING)) ->
		assert(P2_durability)
	   }
	:: atomic {
		QUIET && held != NOTHING && lamp != persons && lamp != held && !EXCUSED ->
		assert(P3_shown)
	   }
	:: timeout -> assert(P6_no_deadlock || QUIET); break
	od
}

#ifdef REACHES
/* A property that nothing can break proves nothing: each of these must be reached. */
bit R1_automation_after_a_crash, R2_automation_after_a_release, R3_the_fence_stops,
	R4_a_stale_wish_after_a_release, R5_delivered_again, R6_freeze_outlives_a_crash,
	R7_set_outlives_a_crash, R8_lost_and_repeated, R9_last_word;

active proctype Reached()
{
end:
	do
	:: atomic { told == AUTO && crashes -> assert(R1_automation_after_a_crash); break }
	:: atomic { told == AUTO && era >= 2 -> assert(R2_automation_after_a_release); break }
	:: atomic { READY && len(writing) > 0 && COVERED -> assert(R3_the_fence_stops); break }
	:: atomic {
		READY && waits && !COVERED && wish_era != era ->
		assert(R4_a_stale_wish_after_a_release);
		break
	   }
	:: atomic { taken && crashes && lamp == SET -> assert(R5_delivered_again); break }
	:: atomic { QUIET && crashes && acked_frozen -> assert(R6_freeze_outlives_a_crash); break }
	:: atomic {
		QUIET && crashes && acked_held && held == SET && lamp == SET && !EXCUSED ->
		assert(R7_set_outlives_a_crash);
		break
	   }
	:: atomic {
		QUIET && missed && held == SET && lamp == SET && repeated_set && !EXCUSED ->
		assert(R8_lost_and_repeated);
		break
	   }
	:: atomic {
		QUIET && words && held >= WALL && lamp == held && !EXCUSED -> assert(R9_last_word); break
	   }
	od
}
#endif
