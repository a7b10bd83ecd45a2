# What no plan shows: whether a resource has create_before_destroy. The input is a file of
# the configuration, which conftest turns into JSON itself:
#
#   conftest test --policy examples/policies --namespace source *.tf
package source

import rego.v1

never_absent := {
	"surveytrigger_zendesk_exclusion_trigger": "excluded customers can be surveyed while it is replaced",
	"surveytrigger_zendesk_webhook": "sends have no receiver while it is replaced",
	"surveytrigger_zendesk_http_target": "sends have no receiver while it is replaced",
}

deny contains message if {
	some kind, why in never_absent
	some name, blocks in input.resource[kind]
	not kept(blocks)
	message := sprintf("%s.%s has no lifecycle { create_before_destroy = true }: %s.", [kind, name, why])
}

kept(blocks) if blocks[_].lifecycle[_].create_before_destroy == true
