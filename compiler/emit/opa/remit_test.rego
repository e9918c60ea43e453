# METADATA
# description: The policy's own tests, which the compiler writes as data, against the module.
package remit_test

import data.remit as module
import data.remit_test_cases as suite

test_policy[title] if {
	some title, case in suite
	module.at.allow == case.allow with input as case.request
}
