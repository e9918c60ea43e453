# METADATA
# title: Remit
# description: |
#   Decides requests of AI agents by the policy in `data.remit.policy`, which the compiler writes. Nothing here is
#   generated but the package's name. Default is deny: whatever cannot be read, is missing or fails is a deny, and the
#   rules are written so that an error never makes a `never` stand back. The meaning is that of the language reference,
#   sections Requests and Meaning. Instants are epoch seconds and all arithmetic is that of whole numbers, so that the
#   module decides alike in the server and in WebAssembly. Under `not` stand only calls whose arguments are defined:
#   OPA takes an undefined argument out of the negation, and the rule that holds it then says nothing.
# schemas:
#   - input: schema.input
package remit

import data.remit.policy
import data.remit_stop as stop

# The answer at the engine's own clock. A well-formed `time` in the request is ignored.
default decision := {"allow": false, "reasons": ["This request could not be decided."]}

decision := refuse(["There is no policy here that this module can read."]) if {
	not readable
} else := refuse(["The policy is older than it may be; compile and load it again."]) if {
	not fresh
} else := decide(clock)

default allow := false

allow if decision.allow

# The answer at the request's own `time`: for tests and explanations, not for enforcement.
default at["decision"] := {"allow": false, "reasons": ["The request has no 'time' that can be read."]}

at["decision"] := refuse([fault | some fault in faults]) if {
	not well_formed
} else := decide(instant(input.time))

default at["allow"] := false

at["allow"] if at.decision.allow

clock := floor(time.now_ns() / 1000000000)

fresh if clock < policy.stale_at

refuse(reasons) := {"allow": false, "reasons": reasons}

# Decides at `t`, in epoch seconds. Every agent through which the call came is judged as the calling one is.
decide(t) := refuse([fault | some fault in faults]) if {
	not well_formed
} else := refuse(["There is no policy here that this module can read."]) if {
	not readable
} else := refuse(["The list of stopped agents cannot be read, so every agent is stopped."]) if {
	stop_unreadable
} else := {"allow": true, "reasons": [reason | some name in judged; some reason in granted(name, t)]} if {
	every name in judged {
		refusal(name, t) == []
	}
} else := refuse([reason | some name in judged; some reason in refusal(name, t)])

judged := array.concat([input.agent], object.get(input, "via", []))

stop_unreadable if {
	_ = stop
	not stop_readable
}

stop_readable if is_object(stop.agents)

readable if {
	policy.format == 1
	is_object(policy.services)
}

# Why the agent may not do it, as sentences; empty when it may.
refusal(name, t) := [concat("", ["There is no agent '", name, "' here."])] if {
	not known_agent(name)
} else := [concat("", ["The agent '", name, "' is stopped."])] if {
	some one in policy.agents[name].line
	_ = stop.agents[one]
} else := [concat("", ["The agent '", name, "' is not in force at this instant."])] if {
	not in_force(name, t)
} else := reasons if {
	reasons := [never.says | some never in policy.agents[name].nevers; applies(never, t)]
	count(reasons) > 0
} else := [] if {
	count(granted(name, t)) > 0
} else := reasons if {
	reasons := [concat("", [grant.says, " does not hold: ", concat(", ", lacking), "."]) |
		some id in candidates(name)
		grant := policy.agents[name].grants[id]
		lacking := [aspect | some aspect in aspects; not holds(aspect, grant, name, t)]
	]
	count(reasons) > 0
} else := [concat("", ["Nothing lets '", name, "' do '", input.action, "'."])]

known_agent(name) if {
	is_array(policy.agents[name].line)
	is_array(policy.agents[name].nevers)
}

in_force(name, t) if {
	some range in policy.agents[name].force
	range[0] <= t
	t < range[1]
}

# The statements that allow it.
granted(name, t) := [grant.says |
	some id in candidates(name)
	grant := policy.agents[name].grants[id]
	every aspect in aspects {
		holds(aspect, grant, name, t)
	}
]

# The grants that speak of the action: by its name, or by a pattern.
candidates(name) := {id | some id in policy.agents[name].actions[input.action]} | {id |
	some entry in policy.agents[name].patterns
	matches(entry.action, input.action)
	some id in entry.grants
}

aspects := ["resource", "range", "subject", "window", "condition", "approval"]

holds("resource", grant, _, _) if {
	every choice in grant.resources {
		some pattern in choice
		matches(pattern, input.resource)
	}
}

holds("range", grant, _, t) if {
	grant.from <= t
	t < grant.until
}

holds("subject", grant, _, _) if {
	grant.subjects == []
	not acts_for_somebody
}

holds("subject", grant, _, t) if {
	count(grant.subjects) > 0
	every choice in grant.subjects {
		some subject in choice
		acts_for(subject, t)
	}
}

holds("window", grant, _, t) if {
	every window in grant.windows {
		open(window, t)
	}
}

holds("condition", grant, _, t) if satisfied(grant.when, t)

holds("approval", grant, name, t) if {
	every demand in grant.approvals {
		approved(demand, name, t)
	}
}

acts_for_somebody if _ = input.on_behalf_of

acts_for(subject, _) if {
	some group in input.on_behalf_of.groups
	group == subject.group
}

acts_for(subject, t) if {
	subject.user == input.on_behalf_of.user
	t < subject.until
}

approved(demand, name, t) if {
	is_array(input.approvals)
	some approval in input.approvals
	t < demand.by[approval.by]
	not by_subject(approval)
	approval.agent == name
	approval.action == input.action
	of_same_resource(approval)
	object.get(approval, "inputs", {}) == inputs
	given := instant(approval.at)
	given <= t
	t - given <= demand.within
}

by_subject(approval) if approval.by == input.on_behalf_of.user

of_same_resource(approval) if approval.resource == input.resource

of_same_resource(approval) if {
	not names_resource(approval)
	not names_resource(input)
}

names_resource(thing) if _ = thing.resource

inputs := input.inputs if is_object(input.inputs)

else := {}

# A `never` applies unless it provably does not, so that nothing that fails can switch it off.
applies(never, t) if {
	not of_other_action(never)
	not of_other_resource(never)
	not excused(never, t)
}

excused(never, t) if satisfied(never.unless, t)

of_other_action(never) if {
	every pattern in never.actions {
		differs(pattern, input.action)
	}
}

of_other_resource(never) if {
	every pattern in never.resources {
		differs(pattern, input.resource)
	}
}

matches(pattern, text) if pattern.is == text

matches(pattern, text) if startswith(text, pattern.starts)

matches(pattern, text) if regex.match(pattern.like, text)

differs(pattern, text) if pattern.is != text

differs(pattern, text) if startswith(text, pattern.starts) == false

differs(pattern, text) if regex.match(pattern.like, text) == false

# A disjunction of conjunctions of atoms, each of which must be known and hold.
satisfied(condition, t) if {
	some atoms in condition
	every atom in atoms {
		compare(atom.op, known(atom, t), atom.value)
	}
}

known(atom, _) := read(atom.type, input[atom.from][atom.name]) if atom.from in {"inputs", "context"}

known(atom, t) := read(atom.type, input.facts[atom.name].value) if {
	atom.from == "facts"
	attested := instant(input.facts[atom.name].at)
	attested <= t
	t - attested <= atom.fresh
}

compare("==", value, wanted) if value == wanted

compare("!=", value, wanted) if value != wanted

compare("like", value, wanted) if matches(wanted, value)

compare("not-like", value, wanted) if differs(wanted, value)

compare("one-of", value, wanted) if value in wanted

compare("none-of", value, wanted) if {
	every other in wanted {
		value != other
	}
}

# Numbers: exact, the policy's as text.
compare("=", value, wanted) if value == to_number(wanted)

compare("<>", value, wanted) if value != to_number(wanted)

compare("<", value, wanted) if value < to_number(wanted)

compare("<=", value, wanted) if value <= to_number(wanted)

compare(">", value, wanted) if value > to_number(wanted)

compare(">=", value, wanted) if value >= to_number(wanted)

compare("=one-of", value, wanted) if {
	some number in wanted
	value == to_number(number)
}

compare("=none-of", value, wanted) if {
	every number in wanted {
		value != to_number(number)
	}
}

# Addresses: text of one length in a family, so that the order of texts is that of addresses.
compare("in", value, wanted) if {
	some network in wanted
	count(value) == count(network[0])
	network[0] <= value
	value <= network[1]
}

compare("not-in", value, wanted) if {
	every network in wanted {
		beyond(value, network)
	}
}

beyond(value, network) if count(value) != count(network[0])

beyond(value, network) if value < network[0]

beyond(value, network) if value > network[1]

# Values by type; undefined where they are malformed. Decimals are scaled by 10⁴.
read("string", value) := value if is_string(value)

read("bool", value) := value if is_boolean(value)

read("int", value) := value if {
	is_number(value)
	value > -9007199254740992
	value < 9007199254740992
	value == floor(value)
}

read("int", value) := number if {
	is_string(value)
	regex.match(`^-?(0|[1-9][0-9]{0,18})$`, value)
	number := to_number(value)
	number >= -9223372036854775808
	number <= 9223372036854775807
}

read("decimal", value) := scaled if {
	is_number(value)
	value > -900719925474.0992
	value < 900719925474.0992
	scaled := round(value * 10000)
	scaled / 10000 == value
}

read("decimal", value) := number if {
	is_string(value)
	regex.match(`^-?(0|[1-9][0-9]{0,14})([.][0-9]{1,4})?$`, value)
	parts := split(trim_prefix(value, "-"), ".")
	fraction := substring(concat("", ["1", concat("", array.slice(parts, 1, 2)), "0000"]), 0, 5)
	scaled := ((to_number(parts[0]) * 10000) + to_number(fraction)) - 10000
	scaled <= 9223372036854775807
	number := scaled * sign(value)
}

read("ip", value) := concat("", [octet |
	some part in parts
	octet := substring(concat("", ["00", part]), count(part) - 1, 3)
]) if {
	is_string(value)
	parts := split(value, ".")
	count(parts) == 4
	every part in parts {
		regex.match(`^(0|[1-9][0-9]{0,2})$`, part)
		to_number(part) < 256
	}
}

read("ip", value) := key if {
	is_string(value)
	halves := split(value, "::")
	head := groups(halves[0])
	tail := groups(concat("::", array.slice(halves, 1, count(halves))))
	zeros := (8 - count(head)) - count(tail)
	elided(count(halves), zeros)
	key := concat("", [concat("", head), substring("00000000000000000000000000000000", 0, 4 * zeros), concat("", tail)])
	count(key) == 32
	not startswith(key, "00000000000000000000ffff")
}

elided(1, 0)

elided(2, zeros) if zeros > 0

groups("") := []

groups(text) := [group |
	some part in parts
	group := substring(concat("", ["000", lower(part)]), count(part) - 1, 4)
] if {
	text != ""
	parts := split(text, ":")
	every part in parts {
		regex.match(`^[0-9a-fA-F]{1,4}$`, part)
	}
}

sign(text) := -1 if startswith(text, "-")

else := 1

# A recurring window on the wall clock of its zone, by integer arithmetic from pinned data.
open(window, t) if {
	last := period(window.zone, t)
	policy.zones[window.zone].starts[last] <= t
	local := t + policy.zones[window.zone].offsets[last]

	# 66528259200 s are 110,000 weeks and the three days from a Monday to 1970-01-01: nothing here is negative.
	minute := floor(((local + 66528259200) % 604800) / 60)
	some span in window.minutes
	span[0] <= minute
	minute < span[1]
}

# The index of the last change of the zone's offset that is not after `t`: a binary search, unrolled.
period(zone, t) := at0 if {
	at13 := hop(zone, t, 0, 8192)
	at12 := hop(zone, t, at13, 4096)
	at11 := hop(zone, t, at12, 2048)
	at10 := hop(zone, t, at11, 1024)
	at9 := hop(zone, t, at10, 512)
	at8 := hop(zone, t, at9, 256)
	at7 := hop(zone, t, at8, 128)
	at6 := hop(zone, t, at7, 64)
	at5 := hop(zone, t, at6, 32)
	at4 := hop(zone, t, at5, 16)
	at3 := hop(zone, t, at4, 8)
	at2 := hop(zone, t, at3, 4)
	at1 := hop(zone, t, at2, 2)
	at0 := hop(zone, t, at1, 1)
}

hop(zone, t, from, width) := next if {
	next := from + width
	policy.zones[zone].starts[next] <= t
} else := from

# RFC 3339 with its offset, as epoch seconds, fractions floored; undefined for anything else and out of 0000 to 9999.
instant(value) := seconds if {
	is_string(value)
	[[_, yyyy, mm, dd, hh, mi, ss, zone]] := regex.find_all_string_submatch_n(rfc3339, value, 1)
	year := to_number(yyyy)
	month := to_number(mm)
	day := to_number(dd)
	day >= 1
	day <= month_length(year, month)

	# Years are counted from March, and 400 more of them, so that nothing is negative.
	y := (year + 400) - floor((14 - month) / 12)
	leap_days := (floor(y / 4) - floor(y / 100)) + floor(y / 400)
	month_start := floor(((153 * ((month + 9) % 12)) + 2) / 5)
	days := (((365 * y) + leap_days) + month_start) + (day - 865566)
	clock_seconds := ((to_number(hh) * 3600) + (to_number(mi) * 60)) + to_number(ss)
	seconds := ((days * 86400) + clock_seconds) - zone_offset(zone)
	seconds >= -62167219200
	seconds < 253402300800
}

rfc3339 := `^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:[.][0-9]+)?([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$`

zone_offset("Z") := 0

zone_offset("z") := 0

zone_offset(zone) := sign(zone) * ((to_number(substring(zone, 1, 2)) * 3600) + (to_number(substring(zone, 4, 2)) * 60)) if {
	count(zone) == 6
}

month_length(year, month) := 29 if {
	month == 2
	leap(year)
} else := [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]

leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

leap(year) if year % 400 == 0

# Whether the request can be judged at all.
well_formed if {
	is_text(input.agent)
	is_text(input.action)
	every key, _ in input {
		key in keys
	}
	not malformed_resource
	not malformed_time
	not malformed_subject
	not malformed_via
	not evasive_resource
}

# What is wrong with it otherwise.
faults contains "The request is not a JSON object." if not is_request

faults contains concat("", ["The request has a key that does not exist: '", key, "'."]) if {
	some key, _ in input
	not key in keys
}

faults contains "The request has no 'agent' that is a non-empty string." if not names("agent")

faults contains "The request has no 'action' that is a non-empty string." if not names("action")

faults contains "The request's 'resource' is not a non-empty string." if malformed_resource

faults contains "The request's 'time' is not an RFC 3339 instant with its offset." if malformed_time

faults contains "The request's 'on_behalf_of' is not a user in lower case with a list of groups, if any." if malformed_subject

faults contains "The request's 'via' is not a list of agents." if malformed_via

faults contains "The resource has a '.' or '..' segment or a control character, so it may name another thing." if evasive_resource

malformed_resource if {
	_ = input.resource
	not is_text(input.resource)
}

malformed_time if {
	_ = input.time
	not instant(input.time)
}

malformed_subject if {
	_ = input.on_behalf_of
	not is_person(input.on_behalf_of)
}

malformed_via if {
	_ = input.via
	not is_texts(input.via)
}

# Of the services whose servers see paths.
evasive_resource if {
	_ = input.resource
	policy.services[split(input.action, ":")[0]]
	not is_plain(input.resource)
}

is_request if is_object(input)

names(key) if is_text(input[key])

keys := {"agent", "action", "resource", "time", "on_behalf_of", "via", "approvals", "inputs", "context", "facts"}

is_text(value) if {
	is_string(value)
	value != ""
}

is_texts(value) if {
	is_array(value)
	every item in value {
		is_text(item)
	}
}

is_person(value) if {
	is_text(value.user)
	lower(value.user) == value.user

	# Blocks in which engines differ on what is lower case, since Unicode gave them such letters recently.
	not regex.match(`[\x{1c80}-\x{1cbf}\x{2c00}-\x{2c5f}\x{a640}-\x{a7ff}\x{ab30}-\x{abbf}\x{10000}-\x{1ffff}]`, value.user)
	is_texts(object.get(value, "groups", []))
}

# As it stands and after one percent-decoding, which this reads in one go: an escape is never part of another.
is_plain(text) if {
	not regex.match(`[\x00-\x1f\x7f-\x{9f}]|%([01][0-9a-fA-F]|7[fF]|[cC]2%[89][0-9a-fA-F])`, text)
	not regex.match(`(^|/|%2[fF])([.]|%2[eE]){1,2}(/|%2[fF]|$)`, text)
}
