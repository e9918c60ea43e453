# METADATA
# description: |
#   Keeps what a request carries about people and business out of the decision log: inputs, context, facts' values and
#   the user. What stays (agent, action, resource, time, groups, result) is enough to see who did what.
package system.log

mask contains "/input/inputs"

mask contains "/input/context"

mask contains "/input/on_behalf_of/user"

mask contains concat("", ["/input/facts/", escaped(name), "/value"]) if {
	some name, _ in input.input.facts
}

mask contains concat("", ["/input/approvals/", format_int(index, 10), "/inputs"]) if {
	some index, _ in input.input.approvals
}

# A name as a JSON pointer holds it (RFC 6901).
escaped(name) := replace(replace(name, "~", "~0"), "/", "~1")
