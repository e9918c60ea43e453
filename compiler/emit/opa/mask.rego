# METADATA
# description: |
#   Keeps what a request carries about people and business out of the decision log: inputs, context, facts and the user.
#   What stays (agent, action, resource, time, groups, approvers, result) is enough to see who did what.
package system.log

mask contains "/input/inputs"

mask contains "/input/context"

mask contains "/input/on_behalf_of/user"

mask contains "/input/facts"

mask contains concat("", ["/input/approvals/", format_int(index, 10), "/inputs"]) if {
	some index, _ in input.input.approvals
}
