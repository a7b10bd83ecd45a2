# What a plan of survey triggers must keep to. The input is the plan as JSON:
#
#   terraform plan -out=survey.plan
#   terraform show -json survey.plan > plan.json
#   conftest test --policy examples/policies --data settings.yaml plan.json
package main

import rego.v1

# Everything of the provider that exists after the apply.
planned contains change if {
	some change in input.resource_changes
	change.mode == "managed"
	change.change.after != null
}

of_kind(kind) := {change | some change in planned; change.type == sprintf("surveytrigger_%s", [kind])}

sends := of_kind("zendesk_send_trigger") | of_kind("zendesk_send_automation")

active_sends := {send | some send in sends; send.change.after.active}

# Every send names an exclusion.

naming := {"evaluate_after", "exclude_tags", "exclude_checkbox_field_ids"}

names_exclusion(send) if {
	some attribute in naming
	count(send.change.after[attribute]) > 0
}

# What they are is not known before the apply.
names_exclusion(send) if {
	some attribute in naming
	send.change.after_unknown[attribute] == true
}

deny contains message if {
	some send in sends
	not names_exclusion(send)
	message := sprintf("%s names no exclusion: list one in evaluate_after, or its mark in exclude_tags or exclude_checkbox_field_ids.", [send.address])
}

# Zendesk's and Kustomer's own surveys are off where a send is active: nobody gets two.

own_survey_off(account) if {
	some own in of_kind("zendesk_native_csat")
	own.change.after.enabled == false
	own.change.after.account == account
}

own_survey_off(account) if account in data.surveys.accounts_without_native_survey

doubled contains message if {
	some account in {send.change.after.account | some send in active_sends}
	not own_survey_off(account)
	addresses := sort([send.address | some send in active_sends; send.change.after.account == account])
	message := sprintf("Zendesk's own survey of %s is not deactivated by this configuration, beside %s: add surveytrigger_zendesk_native_csat with enabled = false.", [account, concat(", ", addresses)])
}

active_distributions := {distribution | some distribution in of_kind("trigger_distribution"); distribution.change.after.active}

connects(help_desk) if {
	some connector in of_kind("connector")
	connector.change.after.help_desk == help_desk
}

doubled contains message if {
	connects("zendesk")
	some distribution in active_distributions
	not some_zendesk_survey_off
	message := sprintf("%s is active and Zendesk's own survey is not deactivated by this configuration: add surveytrigger_zendesk_native_csat with enabled = false.", [distribution.address])
}

some_zendesk_survey_off if {
	some own in of_kind("zendesk_native_csat")
	own_survey_off(own.change.after.account)
}

some_zendesk_survey_off if count(data.surveys.accounts_without_native_survey) > 0

doubled contains message if {
	connects("kustomer")
	some distribution in active_distributions
	channel := distribution.change.after.channel
	not kustomer_survey_off(channel)
	message := sprintf("%s is active and Kustomer's own surveys of the channel %s are not disabled by this configuration: add surveytrigger_kustomer_native_csat with enabled = false.", [distribution.address, channel])
}

kustomer_survey_off(channel) if {
	some own in of_kind("kustomer_native_csat")
	own.change.after.enabled == false
	own.change.after.channel == channel
}

# While a stage is tested, surveys go to a test address and customers get the native one.
deny contains message if {
	not testing
	some message in doubled
}

warn contains message if {
	testing
	some message in doubled
}

# An exclusion that is replaced exists all the time, and so does what sends refer to. A
# plan does not show create_before_destroy, only the order of a replacement; the policy in
# source.rego reads the files.

never_absent := {
	"surveytrigger_zendesk_exclusion_trigger",
	"surveytrigger_zendesk_webhook",
	"surveytrigger_zendesk_http_target",
}

deny contains message if {
	some change in planned
	change.type in never_absent
	change.change.actions == ["delete", "create"]
	message := sprintf("%s is deleted before its replacement is created: set create_before_destroy = true and apply that first.", [change.address])
}

# Fewer customers are excluded, or sends are gone: somebody should have a look.

warn contains message if {
	some change in input.resource_changes
	change.type == "surveytrigger_zendesk_exclusion_trigger"
	not change.deposed
	change.change.actions in [["delete"], ["forget"]]
	message := sprintf("%s is removed: the customers that it excludes can be surveyed.", [change.address])
}

warn contains message if {
	some change in of_kind("zendesk_exclusion_trigger")
	change.change.before.active
	not change.change.after.active
	message := sprintf("%s is deactivated: the customers that it excludes can be surveyed.", [change.address])
}
